import { Alert, Button, Center, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api.ts';

/** While something is read for the first time: the place it will take. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" aria-busy="true" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={28} radius="sm" />
      ))}
    </Stack>
  );
}

/** Nothing there yet: says how to begin. Its title is a heading only where it stands for the page, with `order`. */
export function Empty({ title, order, children }: { title: string; order?: 1; children?: ReactNode }) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw={440}>
        {order ? (
          <Title order={order} size="h4" fw={500} ta="center">
            {title}
          </Title>
        ) : (
          <Text size="lg" fw={500} ta="center">
            {title}
          </Text>
        )}
        {children && (
          <Text component="div" c="dimmed" size="sm" ta="center">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

/** What went wrong and what can be done about it; to try again where that may help. */
export function Problem({ error, retry }: { error: unknown; retry?: (() => unknown) | undefined }) {
  const { t } = useTranslation();
  const isOffline = error instanceof ApiError && error.status === 0;
  const isSignedOut = error instanceof ApiError && error.code === 'sign_in_required';
  const problem = error instanceof ApiError ? error.problem : undefined;
  const title = isOffline ? t('common.offline') : (problem?.title ?? t('common.unexpected'));
  const detail = isOffline ? t('common.offlineHint') : (problem?.detail ?? t('common.unexpectedHint'));
  return (
    <Alert
      color="red"
      variant="light"
      title={title}
      role="alert"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{isSignedOut ? t('common.sessionEnded') : detail}</Text>
        {/* In a tab of its own: what was typed in this one is kept, and can be sent afterwards. */}
        {isSignedOut && (
          <Button size="xs" component="a" href="/sign-in" target="_blank">
            {t('common.signIn')}
          </Button>
        )}
        {problem?.errors?.map(({ path, message }) => (
          <Text size="sm" key={path}>
            {message}
          </Text>
        ))}
        {retry && (
          <Button size="xs" variant="default" onClick={() => void retry()}>
            {t('common.tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** What was asked for, once it is there; until then its place, or why it is not. */
export function Answer<T>({ of, lines, children }: { of: Asked<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Problem error={of.error} retry={of.refetch} />;
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}
