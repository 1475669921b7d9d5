/** The provider's own words, told apart from ours whatever they are. */
export function ProviderSaid({ words }: { readonly words: string }) {
  return (
    <p class="w-full break-words text-fine">
      The provider says: <q dir="auto">{words}</q>
    </p>
  );
}
