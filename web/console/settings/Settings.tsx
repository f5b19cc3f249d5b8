import { NavLink, Grid, Title } from '@mantine/core';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SETTINGS_PAGES } from '../places.ts';

export function Settings() {
  const { t } = useTranslation();
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 3 }}>
        {SETTINGS_PAGES.map((page) => (
          <NavLink key={page} component={Link} to={`/settings/${page}`} label={t(`settings.pages.${page}`)} />
        ))}
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 9 }}>
        <Outlet />
      </Grid.Col>
    </Grid>
  );
}

export function SettingsPage() {
  const { t } = useTranslation();
  const { page } = useParams({ from: '/shell/settings/$page' });
  const known = SETTINGS_PAGES.find((name) => name === page);
  return known && <Title order={1}>{t(`settings.pages.${known}`)}</Title>;
}
