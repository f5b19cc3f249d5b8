import { FileInput, type FileInputProps, Loader, VisuallyHidden } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { useFormat } from '../../shared/format.ts';
import type { StoredFile } from '../../shared/types.ts';

const ACCEPTED = 'application/pdf,image/png,image/jpeg,image/webp';
/** As the server's limit (src/schemas/files.ts), known here so that a large file is not sent in vain. */
const LIMIT = 5 * 1024 * 1024;

export interface FileFieldProps {
  customerId: string;
  /** What was uploaded; its id goes with the decision. */
  value: StoredFile | null;
  onChange: (file: StoredFile | null) => void;
  label: ReactNode;
  required?: boolean;
  error?: ReactNode;
  /** Whether a file is on its way: a form whose file is optional waits for it. */
  onBusy?: (isBusy: boolean) => void;
}

/** A file of a customer, sent as soon as it is chosen. What nobody names in a decision, the server removes by itself. */
export function FileField({ customerId, value, onChange, label, required = false, error, onBusy }: FileFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [sending, setSending] = useState<File | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const request = useRef<AbortController>(null);
  useEffect(() => () => request.current?.abort(), []);

  const choose = async (file: File | null) => {
    request.current?.abort();
    setRefused(null);
    onChange(null);
    const isTooLarge = file !== null && file.size > LIMIT;
    if (isTooLarge) setRefused(t('files.tooLarge', { name: file.name, size: format.bytes(file.size) }));
    const toSend = isTooLarge ? null : file;
    setSending(toSend);
    onBusy?.(toSend !== null);
    if (!toSend) return;
    const { signal } = (request.current = new AbortController());
    try {
      const query = { customerId, name: toSend.name };
      onChange(await api<StoredFile>('POST', '/api/files', { query, body: toSend, signal }));
    } catch (failure) {
      // Another was chosen meanwhile, or none.
      if (signal.aborted) return;
      setRefused((failure as Error).message);
    }
    setSending(null);
    onBusy?.(false);
  };

  const name = sending?.name ?? value?.name;
  const shown = sending
    ? t('files.sending', { name })
    : value && t('files.named', { name, size: format.bytes(value.size) });
  return (
    <>
      <FileInput
        label={label}
        description={t('files.hint')}
        placeholder={t('files.choose')}
        required={required}
        withAsterisk={required}
        accept={ACCEPTED}
        clearable
        clearButtonProps={{ 'aria-label': t('files.remove', { name }) }}
        leftSection={sending ? <Loader size={16} /> : <IconPaperclip size={16} aria-hidden />}
        leftSectionPointerEvents="none"
        // The input shows no more of a file than its name; the content is with the server already.
        value={shown === null ? null : new File([], shown)}
        valueComponent={Whole}
        styles={{ input: { paddingBlock: 6 } }}
        onChange={(file) => void choose(file)}
        error={refused ?? error}
        aria-busy={sending !== null}
      />
      <VisuallyHidden role="status">{sending ? shown : value && t('files.stored', { name })}</VisuallyHidden>
    </>
  );
}

/** A long name breaks rather than losing its end, where the size stands. */
const Whole: FileInputProps['valueComponent'] = ({ value }) => (
  <span style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{(value as File).name}</span>
);
