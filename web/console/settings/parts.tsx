import {
  Alert,
  Badge,
  Box,
  Button,
  Code,
  CopyButton,
  Drawer,
  Group,
  Text,
  Title,
  type TitleOrder,
} from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../shell/session.ts';

/** The pages behind the settings change for level 1 alone. */
export const useIsAdministrator = (): boolean => useSession().user.accessLevel === 1;

/** What a page is, what its changes touch, and the act that begins something new. */
export function Head({
  title,
  hint,
  order = 1,
  children,
}: {
  title: string;
  hint?: string | undefined;
  order?: TitleOrder;
  children?: ReactNode;
}) {
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Box maw={620}>
        <Title order={order} size="h2">
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed" mt={4}>
            {hint}
          </Text>
        )}
      </Box>
      {children}
    </Group>
  );
}

/** For who may read a page but not change it. */
export function ReadOnly() {
  const { t } = useTranslation();
  return (
    <Alert variant="default" mb="md" p="xs">
      {t('settings.readOnly')}
    </Alert>
  );
}

/** Which record is open stands in the address, so that Back closes it and a link opens it. */
export function useOpen() {
  const navigate = useNavigate();
  const { id } = useSearch({ from: '/shell/settings/$page' });
  return {
    id,
    close: () =>
      void navigate({
        from: '/settings/$page',
        search: (search) => ({ ...search, id: undefined, applying: undefined }),
      }),
  };
}

/** A link that opens a record of this page. */
export function OpenLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link
      from="/settings/$page"
      to="."
      search={(search) => ({ ...search, id })}
      resetScroll={false}
      style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500, overflowWrap: 'break-word' }}
    >
      {children}
    </Link>
  );
}

export function AddButton({ label }: { label: string }) {
  const navigate = useNavigate();
  return (
    <Button
      onClick={() =>
        void navigate({ from: '/settings/$page', to: '.', search: (search) => ({ ...search, id: 'new' }) })
      }
    >
      {label}
    </Button>
  );
}

/** Beside the list; the whole screen where that is narrow. */
export function Side({
  title,
  isOpen,
  close,
  children,
}: {
  title: string;
  isOpen: boolean;
  close: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Drawer.Root
      opened={isOpen}
      onClose={close}
      position="right"
      size="md"
      // What it showed is gone with the address; nothing else should be seen leaving.
      transitionProps={{ exitDuration: 0 }}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>
            <Text component="span" fw={600} size="lg">
              {title}
            </Text>
          </Drawer.Title>
          <Drawer.CloseButton aria-label={t('common.close')} />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** Retired, ended, built in: said in words beside the name. */
export const Mark = ({ children }: { children: ReactNode }) => (
  <Badge variant="default" size="sm" ml={6} styles={{ label: { textTransform: 'none', fontWeight: 500 } }}>
    {children}
  </Badge>
);

/** Wide tables move sideways within themselves, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      {children}
    </Box>
  );
}

/** A secret that no later answer holds; null where the answer that held it got lost. */
export function ShownOnce({ secret, name, gone }: { secret: string | null; name: string; gone: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert color="orange" variant="light" role="status">
        {secret === null ? gone : t('settings.tokens.once')}
      </Alert>
      {secret !== null && (
        <>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} aria-label={name}>
            {secret}
          </Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('settings.tokens.copied') : t('settings.tokens.copy')}
              </Button>
            )}
          </CopyButton>
        </>
      )}
    </>
  );
}
