import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { ApiError } from './api.ts';

/** Says what was done; with `undo` for what can be taken back. */
export function useToast() {
  const { t } = useTranslation();
  const closeButtonProps = { 'aria-label': t('common.close') };
  return {
    done(message: string, undo?: () => unknown): void {
      const id = notifications.show({
        color: 'teal',
        closeButtonProps,
        autoClose: undo ? 12_000 : 5_000,
        role: 'status',
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{message}</Text>
            {undo && (
              <Button
                size="compact-sm"
                variant="default"
                style={{ flexShrink: 0 }}
                onClick={() => {
                  notifications.hide(id);
                  void undo();
                }}
              >
                {t('common.undo')}
              </Button>
            )}
          </Group>
        ),
      });
    },
    failed(error: unknown): void {
      const offline = error instanceof ApiError && error.status === 0;
      const problem = error instanceof ApiError ? error.problem : undefined;
      notifications.show({
        color: 'red',
        closeButtonProps,
        autoClose: 12_000,
        role: 'alert',
        title: offline ? t('common.offline') : (problem?.title ?? t('common.unexpected')),
        message: offline
          ? t('common.offlineHint')
          : problem?.code === 'sign_in_required'
            ? t('common.sessionEnded')
            : (problem?.detail ?? t('common.unexpectedHint')),
      });
    },
  };
}
