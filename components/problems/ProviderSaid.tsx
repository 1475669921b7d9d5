/** The provider's own words, told apart from ours whatever they are. */
export function ProviderSaid({ words }: { readonly words: string }) {
  return (
    <p class="w-full break-words text-fine text-muted">
      The provider says: <q dir="auto">{words}</q>
    </p>
  );
}
