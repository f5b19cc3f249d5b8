import { Menu, Text, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api.ts';
import { PreferenceItems } from '../../shared/components/Preferences.tsx';
import { useToast } from '../../shared/toast.tsx';

/** Who is signed in: their language, colours and account, and the way out. */
export function UserMenu({ name }: { name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const signOut = async () => {
    try {
      await api('DELETE', '/api/session');
      await navigate({ to: '/sign-in' });
      client.clear();
    } catch (error) {
      toast.failed(error);
    }
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton px={6} py={4} aria-label={t('shell.userMenu', { name })}>
          <Text size="sm" span maw={140} truncate>
            {name}
          </Text>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <PreferenceItems />
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/account">
          {t('shell.account')}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t('common.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
