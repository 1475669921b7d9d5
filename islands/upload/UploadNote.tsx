import { useEffect, useState } from "preact/hooks";
import { formatBytes } from "../../contract/units.ts";
import { kindOf } from "./file_kind.ts";
import { prepareUpload } from "./prepare_upload.ts";

interface UploadNoteProps {
  readonly file: File;
  /** The crop's. */
  readonly zoom: number;
  readonly maxImageBytes: number;
  readonly sendsOriginal: boolean;
  onChange(sendsOriginal: boolean): void;
}

/** What is sent instead of the chosen file, and how large it is. */
interface Replacement {
  readonly of: File;
  readonly bytes: number;
  /** Whether the chosen file could be sent as well. */
  readonly isOptional: boolean;
}

/** Says when something else than the chosen file is sent, and lets the visitor send that instead. */
export function UploadNote(props: UploadNoteProps) {
  const { file, sendsOriginal, onChange } = props;
  const replacement = useReplacement(props);
  if (replacement === undefined) return null;
  const { bytes, isOptional } = replacement;
  return (
    <div class="flex flex-wrap items-center justify-between gap-x-4 text-fine text-muted">
      <span>
        {sendsOriginal && isOptional
          ? `Sent as it is: ${formatBytes(file.size)}.`
          : `Sent as JPEG: ${formatBytes(bytes)} instead of ${formatBytes(file.size)}.`}
      </span>
      {isOptional && (
        <label class="flex min-h-touch items-center gap-2">
          {/* Without a name it is no field of the form. */}
          <input
            type="checkbox"
            checked={sendsOriginal}
            onChange={({ currentTarget }) => onChange(currentTarget.checked)}
          />
          Send the original file
        </label>
      )}
    </div>
  );
}

function useReplacement({ file, zoom, maxImageBytes }: UploadNoteProps): Replacement | undefined {
  const [found, setFound] = useState<Replacement>();
  const step = Math.ceil(zoom);
  useEffect(() => {
    let isCurrent = true;
    replacementOf(file, { zoom: step, maxImageBytes }).then((replacement) => {
      if (isCurrent) setFound(replacement);
    });
    return () => {
      isCurrent = false;
    };
  }, [file, step, maxImageBytes]);
  return found?.of === file ? found : undefined;
}

async function replacementOf(
  file: File,
  wish: { readonly zoom: number; readonly maxImageBytes: number },
): Promise<Replacement | undefined> {
  const sent = await prepareUpload(file, { ...wish, sendsOriginal: false });
  if (sent.isOriginal) return undefined;
  const isOptional = file.size <= wish.maxImageBytes && await kindOf(file) !== "heic";
  return { of: file, bytes: sent.file.size, isOptional };
}
