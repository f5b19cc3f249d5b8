import { Anchor, Grid, NativeSelect, NavLink } from '@mantine/core';
import { Link, Navigate, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { SETTINGS_PAGES, type SettingsPageName } from '../places.ts';
import { Account } from './Account.tsx';
import { Branches } from './Branches.tsx';
import { Company } from './Company.tsx';
import { Departments } from './Departments.tsx';
import { Head } from './parts.tsx';
import { TaskTypes } from './TaskTypes.tsx';
import { Tokens } from './Tokens.tsx';
import { Users } from './Users.tsx';

const PAGES: Record<SettingsPageName, ComponentType> = {
  account: Account,
  company: Company,
  branches: Branches,
  departments: Departments,
  users: Users,
  plans: lazy(async () => ({ default: (await import('./Plans.tsx')).Plans })),
  'task-types': TaskTypes,
  'cancellation-profiles': lazy(async () => ({
    default: (await import('./CancellationProfiles.tsx')).CancellationProfiles,
  })),
  'cancellation-reasons': lazy(async () => ({ default: (await import('./Described.tsx')).CancellationReasons })),
  'reversal-classifications': lazy(async () => ({
    default: (await import('./Described.tsx')).ReversalClassifications,
  })),
  'notice-concepts': lazy(async () => ({ default: (await import('./NoticeConcepts.tsx')).NoticeConcepts })),
  equipment: lazy(async () => ({ default: (await import('./Equipment.tsx')).Equipment })),
  bots: lazy(async () => ({ default: (await import('./Bots.tsx')).Bots })),
  tokens: Tokens,
};

const pageOf = (name: string | undefined) => SETTINGS_PAGES.find((page) => page === name);

/** Everybody reads all of it, as the API lets them; the pages offer their acts to who may do them. */
export function Settings() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { page } = useParams({ strict: false });
  if (page === undefined) return <Navigate to="/settings/$page" params={{ page: 'account' }} replace />;
  const words = SETTINGS_PAGES.map((value) => ({ value, label: t(`settings.pages.${value}`) }));
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, sm: 3, lg: 2 }} component="nav" aria-label={t('shell.settings')}>
        {words.map(({ value, label }) => (
          <NavLink
            key={value}
            visibleFrom="sm"
            component={Link}
            to={`/settings/${value}`}
            label={label}
            active={value === page}
            aria-current={value === page ? 'page' : undefined}
            styles={{ label: { color: 'var(--mantine-color-text)' } }}
          />
        ))}
        <NativeSelect
          hiddenFrom="sm"
          label={t('shell.settings')}
          data={pageOf(page) ? words : [{ value: '', label: '' }, ...words]}
          value={pageOf(page) ?? ''}
          onChange={({ currentTarget: { value } }) => void navigate({ to: '/settings/$page', params: { page: value } })}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 9, lg: 10 }}>
        <Outlet />
      </Grid.Col>
    </Grid>
  );
}

export function SettingsPage() {
  const { t } = useTranslation();
  const { page } = useParams({ from: '/shell/settings/$page' });
  const known = pageOf(page);
  if (!known) {
    return (
      <Head title={t('shell.notFound')}>
        <Anchor component={Link} to="/settings/account">
          {t('settings.pages.account')}
        </Anchor>
      </Head>
    );
  }
  const Page = PAGES[known];
  return <Page key={known} />;
}
