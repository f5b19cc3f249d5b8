import { VisuallyHidden } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../shared/queries.ts';
import type { Found } from '../../shared/types.ts';
import { SETTINGS_PAGES } from '../places.ts';
import { usePermission, useSession } from './session.ts';

export const openPalette = (): void => spotlight.open();

/** Customers, multipacks, pages and acts, by a few letters. */
export function Palette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const mayChangeAgents = usePermission('change_preferred_agent');
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 150);
  const found = useGet<Found>('/api/search', { q: asked }, { enabled: asked.length > 1 });
  const isAsked = asked.length > 1;

  const pages = [
    { label: t('shell.customers'), go: () => navigate({ to: '/customers' }) },
    { label: t('shell.agenda'), go: () => navigate({ to: '/agenda' }) },
    { label: t('shell.desk'), go: () => navigate({ to: '/desk' }) },
    { label: t('shell.tickets'), go: () => navigate({ to: '/tickets' }) },
    { label: t('shell.renewals'), go: () => navigate({ to: '/renewals' }) },
    { label: t('shell.reports'), go: () => navigate({ to: '/reports' }) },
    {
      label: t('notes.report.title'),
      go: () => navigate({ to: '/reports', search: { part: 'notes' } }),
    },
    { label: t('shell.mails'), go: () => navigate({ to: '/mails' }) },
    ...(user.accessLevel <= 2
      ? [
          { label: t('notices.many.title'), go: () => navigate({ to: '/customers/notices' }) },
          { label: t('shell.import'), go: () => navigate({ to: '/import' }) },
        ]
      : []),
    { label: t('shell.newCustomer'), go: () => navigate({ to: '/customers', search: {}, hash: 'new' }) },
    ...(mayChangeAgents ? [{ label: t('agents.many.title'), go: () => navigate({ to: '/customers/agents' }) }] : []),
    { label: t('shell.newTicket'), go: () => navigate({ to: '/tickets', search: {}, hash: 'new' }) },
    ...SETTINGS_PAGES.map((page) => ({
      label: `${t('shell.settings')}: ${t(`settings.pages.${page}`)}`,
      go: () => navigate({ to: '/settings/$page', params: { page } }),
    })),
  ].filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));

  const customers = isAsked ? (found.data?.customers ?? []) : [];
  const multipacks = isAsked ? (found.data?.multipacks ?? []) : [];
  const isNothing = pages.length + customers.length + multipacks.length === 0 && !found.isFetching;

  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      title={<VisuallyHidden>{t('shell.paletteHint')}</VisuallyHidden>}
      styles={{ header: { position: 'absolute', minHeight: 0, padding: 0 } }}
    >
      <Spotlight.Search
        placeholder={t('shell.paletteHint')}
        aria-label={t('shell.paletteHint')}
        leftSection={<span aria-hidden>⌕</span>}
      />
      <Spotlight.ActionsList>
        {customers.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.customers')}>
            {customers.map(({ id, name, code, email }) => (
              <Spotlight.Action
                key={id}
                label={name}
                description={[code, email].filter(Boolean).join(' · ')}
                onClick={() => void navigate({ to: '/customers/$customerId', params: { customerId: id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {multipacks.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.multipacks')}>
            {multipacks.map(({ id, name, code, customerName }) => (
              <Spotlight.Action
                key={id}
                label={name}
                description={`${code} · ${customerName}`}
                onClick={() => void navigate({ to: '/multipacks/$multipackId', params: { multipackId: id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.pages')}>
            {pages.map(({ label, go }) => (
              <Spotlight.Action key={label} label={label} onClick={() => void go()} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isNothing && <Spotlight.Empty>{t('shell.nothingFound')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
