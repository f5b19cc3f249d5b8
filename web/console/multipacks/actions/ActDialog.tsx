import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../shared/components/States.tsx';

interface ActDialogProps {
  title: string;
  close: () => void;
  /** What the button that does it says; without it there is nothing to do but to close. */
  submit?: string | undefined;
  onSubmit?: (() => Promise<unknown>) | undefined;
  isPending?: boolean;
  isDisabled?: boolean;
  /** What cannot be taken back is red. */
  isFinal?: boolean;
  error?: unknown;
  back?: string;
  onBack?: (() => void) | undefined;
  children: ReactNode;
}

/** A question with its answer: why it was refused stands above the buttons. */
export function ActDialog({ title, close, submit, onSubmit, error, onBack, back, children, ...state }: ActDialogProps) {
  const { t } = useTranslation();
  const { isPending = false, isDisabled = false, isFinal = false } = state;
  const send = (event: FormEvent) => {
    event.preventDefault();
    // A refusal is shown by `error`.
    onSubmit?.().catch(() => undefined);
  };
  // What is under way is waited for: its answer may hold what there is to do next.
  const leave = isPending ? () => undefined : close;
  return (
    <Modal opened onClose={leave} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="md">
          {children}
          {error !== null && error !== undefined && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" disabled={isPending} onClick={onBack ?? close}>
              {back ?? t('multipacks.no')}
            </Button>
            {submit !== undefined && (
              <Button type="submit" loading={isPending} disabled={isDisabled} {...(isFinal ? { color: 'red' } : {})}>
                {submit}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
