import { Button, Center, Group, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { Preferences } from '../../shared/components/Preferences.tsx';
import { Problem } from '../../shared/components/States.tsx';
import type { SessionInfo } from '../../shared/types.ts';

export function SignIn() {
  const { t } = useTranslation();
  const { to } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [credentials, setCredentials] = useState({ email: '', password: '' });
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const session = await api<SessionInfo>('POST', '/api/session', { body: credentials });
      client.clear();
      client.setQueryData(['/api/session', {}], session);
      // Only to a page of ours: an address from elsewhere would begin with two slashes.
      await navigate({ to: to?.startsWith('/') && !to.startsWith('//') ? to : '/', replace: true });
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={380}>
        <form onSubmit={(event) => void signIn(event)}>
          <Stack>
            <Group justify="space-between">
              <Title order={1} size="h3">
                Tacit
              </Title>
              <Preferences />
            </Group>
            <TextInput
              label={t('common.email')}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={credentials.email}
              onChange={({ currentTarget: { value } }) => setCredentials((given) => ({ ...given, email: value }))}
            />
            <PasswordInput
              label={t('common.password')}
              autoComplete="current-password"
              required
              value={credentials.password}
              onChange={({ currentTarget: { value } }) => setCredentials((given) => ({ ...given, password: value }))}
            />
            {error !== undefined && <Problem error={error} />}
            <Button type="submit" loading={isBusy} fullWidth>
              {t('common.signIn')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
