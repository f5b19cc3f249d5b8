import { Alert, Button, CloseButton, Group, Text } from '@mantine/core';
import { IconCreditCard, IconShoppingBag, IconUser } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Nowhere } from '../shared/components/Elsewhere.tsx';
import { Loading } from '../shared/components/States.tsx';
import { chooseLanguage, isLanguageChosen, type Language } from '../shared/i18n.ts';
import { useLive } from '../shared/live.ts';
import { useToast } from '../shared/toast.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { API } from './places.ts';
import { useSession } from './session.ts';

const PLACES = [
  { to: '/', words: 'portal.places.purchases', icon: IconShoppingBag },
  { to: '/payments', words: 'portal.places.payments', icon: IconCreditCard },
  { to: '/profile', words: 'portal.places.profile', icon: IconUser },
] as const;

export function Shell() {
  const { t } = useTranslation();
  const { company } = useSession();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const isLive = useLive(API.events);
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  // Another page: whoever does not see it change is taken to its beginning.
  useEffect(() => {
    if (before.current !== path) main.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  const here = path === '/payments' || path === '/profile' ? path : '/';

  return (
    <>
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <header className="portal-column portal-header">
        <Text fw={700} truncate>
          {company.name}
        </Text>
        <LanguageSelect />
      </header>
      <nav className="portal-nav" aria-label={t('portal.navigation')}>
        {PLACES.map(({ to, words, icon: Icon }) => (
          <Link key={to} to={to} aria-current={to === here ? 'page' : undefined}>
            <Icon size={22} aria-hidden />
            {t(words)}
          </Link>
        ))}
      </nav>
      <main className="portal-column portal-main" id="content" tabIndex={-1} ref={main}>
        {!isLive && (
          <Alert color="orange" variant="light" mb="md" role="status" p="xs">
            {t('common.reconnecting')}
          </Alert>
        )}
        <OwnLanguage />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}

/** In the language it offers, for whoever does not read the one on the screen. */
const OFFERS: Record<Language, string> = {
  es: 'Continuar en español',
  it: 'Continua in italiano',
  en: 'Continue in English',
  'pt-BR': 'Continuar em português',
};

/** Offers the customer's own language to whoever has not chosen one in this browser. */
function OwnLanguage() {
  const { t, i18n } = useTranslation();
  const { customers } = useSession();
  const toast = useToast();
  const [isChosen, setChosen] = useState(isLanguageChosen);
  const own = customers[0]?.language;
  if (isChosen || own === undefined || own === i18n.language) return null;
  const choose = (language: Language) =>
    void chooseLanguage(language).then(
      () => setChosen(true),
      (error: unknown) => toast.failed(error),
    );
  return (
    <Group mb="md" gap="xs" wrap="nowrap">
      <Button variant="default" size="md" flex={1} lang={own} onClick={() => choose(own)}>
        {OFFERS[own]}
      </Button>
      <CloseButton size="xl" aria-label={t('common.close')} onClick={() => choose(i18n.language as Language)} />
    </Group>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Nowhere title={t('portal.notFound')}>
      <Button component={Link} to="/" variant="default" size="md" mt="sm">
        {t('portal.toPurchases')}
      </Button>
    </Nowhere>
  );
}
