# AI Lounge After Dark. Everything is fetched and built here: the container starts without a network.
FROM denoland/deno:2.9.6

WORKDIR /app
COPY . .
RUN deno task build \
    && deno cache main.ts tools/serve.ts server/pictures/picture_worker.ts \
      server/providers/local/video_worker.ts \
    && mkdir -p /lounge && chown -R deno:deno /app /lounge

USER deno
ENV DENO_DIR=/deno-dir HOST=0.0.0.0 PORT=8000 VIDEOS_DIR=/lounge/videos DATA_DIR=/lounge/data
VOLUME /lounge
EXPOSE 8000
HEALTHCHECK --interval=30s --start-period=20s \
  CMD ["deno", "eval", "if (!(await fetch('http://127.0.0.1:8000/healthz')).ok) Deno.exit(1)"]
CMD ["deno","run","--cached-only","--allow-net","--deny-net=169.254.0.0/16,[fd00:ec2::254]","--allow-env=HF_API_TOKEN,HF_ENDPOINT_URL,HF_ROUTER_URL,HF_HUB_URL,HF_ENDPOINT_FORMAT,HF_ENDPOINT_USD_PER_HOUR,COMFYUI_URL,COMFYUI_HEADER,VIDEOS_API_URL,VIDEOS_API_KEY,HF_BILL_TO,MODELS_DIR,RESULT_HOSTS_ALLOWED,NEW_VIDEOS,DAILY_SPEND_LIMIT_USD,DAILY_SPEND_LIMIT_PER_VISITOR_USD,DAILY_VIDEOS_PER_VISITOR,HF_OAUTH_CLIENT_ID,HF_OAUTH_CLIENT_SECRET,HF_OAUTH_ISSUER,GENERATION_TIMEOUT_SECONDS,MAX_RUNNING_GENERATIONS,MAX_RUNNING_PER_VISITOR,MAX_QUEUED_PER_VISITOR,MAX_QUEUED,UPLOADS_AT_ONCE_PER_ADDRESS,UPLOADS_PER_MINUTE_PER_ADDRESS,RETENTION_DAYS,VIDEOS_QUOTA_BYTES,MIN_FREE_BYTES,ACCESS_PASSWORD,VIDEOS_CACHE,METRICS_TOKEN,LOG_FORMAT,LOG_LEVEL,LOG_REQUESTS,COOKIE_SECRET,HOST,PORT,SITE_URL,TRUSTED_PROXIES,ALLOWED_HOSTS,VIDEOS_DIR,DATA_DIR,MAX_IMAGE_BYTES,MAX_VIDEO_BYTES,CONTACT_EMAIL,CONTACT_PHONE,SOURCE_URL,STRIPE_SECRET_KEY,INTERCOM_ACCESS_TOKEN,DAILY_FILMS_PER_VISITOR,TMPDIR,TMP,TEMP,INIT_CWD,npm_command","--allow-sys=cpus,statfs","--allow-read=/app,/deno-dir,/lounge/videos,/lounge/data,/src","--allow-write=/lounge/videos,/lounge/data","tools/serve.ts"]
