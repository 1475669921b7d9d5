// Served in development only: reloads the page once the server answers again after a restart.

const RETRY_MS = 300;

/** @type {string | null} The run of the server that this page came from. */
let knownRevision = null;

function connect() {
  const url = new URL("alive", import.meta.url);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.addEventListener("message", ({ data }) => {
    if (knownRevision !== null && knownRevision !== data) location.reload();
    knownRevision = data;
  });
  socket.addEventListener("close", () => setTimeout(connect, RETRY_MS));
}

connect();
