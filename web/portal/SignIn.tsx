import { Button, Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError } from '../shared/api.ts';
import { Problem } from '../shared/components/States.tsx';
import type { PortalSession } from '../shared/types.ts';
import { LanguageSelect } from './LanguageSelect.tsx';
import { useTitle } from './Page.tsx';
import { API, sessionOptions } from './places.ts';

type Way = 'password' | 'link' | 'sent' | 'over';

/** By password, by a link that is sent, or by the link that was followed here (`#token=…`). */
export function SignIn() {
  const { t } = useTranslation();
  const { to, ended } = useSearch({ from: '/sign-in' });
  const token = useLocation({ select: ({ hash }) => /^token=(.+)/.exec(hash)?.[1] });
  const [way, setWay] = useState<Way>('password');
  const [email, setEmail] = useState('');
  const signedIn = useSignedIn(to);
  useTitle(t('portal.signIn.title'));

  const views: Record<Way, ReactNode> = {
    password: <ByPassword {...{ email, setEmail, signedIn }} withLink={() => setWay('link')} />,
    link: <ByLink {...{ email, setEmail }} sent={() => setWay('sent')} withPassword={() => setWay('password')} />,
    sent: <Sent email={email} again={() => setWay('link')} />,
    over: (
      <>
        <Heading hint={t('portal.signIn.linkOverHint')}>{t('portal.signIn.linkOver')}</Heading>
        <AskForLink {...{ email, setEmail }} sent={() => setWay('sent')} />
      </>
    ),
  };

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" w="100%" maw={420}>
        <Group justify="space-between" mb="md">
          <Text fw={700}>{t('portal.signIn.title')}</Text>
          <LanguageSelect />
        </Group>
        <Stack>
          {ended && token === undefined && way === 'password' && <Text role="status">{t('portal.signIn.ended')}</Text>}
          {token === undefined ? (
            views[way]
          ) : (
            <ByToken token={token} signedIn={signedIn} isOver={() => setWay('over')} />
          )}
        </Stack>
      </Paper>
    </Center>
  );
}

/** To where somebody was going; only to a page of ours, and without the token that led here. */
function useSignedIn(to: string | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (session: PortalSession): Promise<void> => {
    client.clear();
    client.setQueryData(sessionOptions.queryKey, session);
    const isOurs = to !== undefined && /^\/(?!\/)/.test(to);
    await navigate({ to: isOurs ? to : '/', search: {}, hash: '', replace: true });
  };
}

/** The heading takes the focus when it replaces another one, so that the change is read out. */
function Heading({ children, hint }: { children: ReactNode; hint?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div>
      <Title order={1} size="h3" tabIndex={-1} ref={heading} style={{ outline: 'none' }}>
        {children}
      </Title>
      {hint && (
        <Text mt={4} c="dimmed">
          {hint}
        </Text>
      )}
    </div>
  );
}

/** Sends, and keeps what was refused to say it. */
function useSending() {
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const send = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return { error, isBusy, send };
}

interface Address {
  email: string;
  setEmail: (email: string) => void;
}

function EmailInput({ email, setEmail }: Address) {
  const { t } = useTranslation();
  return (
    <TextInput
      size="md"
      label={t('common.email')}
      type="email"
      autoComplete="username"
      required
      value={email}
      onChange={({ currentTarget: { value } }) => setEmail(value)}
    />
  );
}

function ByPassword({
  email,
  setEmail,
  signedIn,
  withLink,
}: Address & { signedIn: (session: PortalSession) => Promise<void>; withLink: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const { error, isBusy, send } = useSending();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => signedIn(await api<PortalSession>('POST', API.session, { body: { email, password } })));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Heading hint={t('portal.signIn.hint')}>{t('common.signIn')}</Heading>
        <EmailInput {...{ email, setEmail }} />
        <PasswordInput
          size="md"
          label={t('common.password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={({ currentTarget: { value } }) => setPassword(value)}
        />
        {error !== undefined && <Problem error={error} />}
        <Button type="submit" size="md" loading={isBusy} fullWidth>
          {t('common.signIn')}
        </Button>
        <Button variant="default" size="md" fullWidth onClick={withLink}>
          {t('portal.signIn.withLink')}
        </Button>
      </Stack>
    </form>
  );
}

function ByLink({ withPassword, ...address }: Address & { sent: () => void; withPassword: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Heading hint={t('portal.signIn.linkHint')}>{t('common.signIn')}</Heading>
      <AskForLink {...address} />
      <Button variant="default" size="md" fullWidth onClick={withPassword}>
        {t('portal.signIn.withPassword')}
      </Button>
    </>
  );
}

function AskForLink({ email, setEmail, sent }: Address & { sent: () => void }) {
  const { t } = useTranslation();
  const { error, isBusy, send } = useSending();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      await api('POST', API.link, { body: { email } });
      sent();
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <EmailInput {...{ email, setEmail }} />
        {error !== undefined && <Problem error={error} />}
        <Button type="submit" size="md" loading={isBusy} fullWidth>
          {t('portal.signIn.sendLink')}
        </Button>
      </Stack>
    </form>
  );
}

/** Alike for an address that nobody has. */
function Sent({ email, again }: { email: string; again: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Heading>{t('portal.signIn.lookTitle')}</Heading>
      <Text style={{ overflowWrap: 'anywhere' }}>{t('portal.signIn.look', { email })}</Text>
      <Text c="dimmed">{t('portal.signIn.lookHint')}</Text>
      <Button variant="default" size="md" fullWidth onClick={again}>
        {t('portal.signIn.again')}
      </Button>
    </>
  );
}

/** Asks for a tap, for programs that look at links in letters before people do would use it up. */
function ByToken({
  token,
  signedIn,
  isOver,
}: {
  token: string;
  signedIn: (session: PortalSession) => Promise<void>;
  isOver: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { error, isBusy, send } = useSending();
  const use = async () => {
    try {
      await signedIn(await api<PortalSession>('POST', API.useLink, { body: { token } }));
    } catch (refusal) {
      // Not reached, too many attempts or something broken: the link itself may still be good.
      const isRefused = refusal instanceof ApiError && refusal.status >= 400 && refusal.status < 429;
      if (!isRefused) throw refusal;
      isOver();
      await navigate({ to: '/sign-in', search: (search) => search, hash: '', replace: true });
    }
  };
  return (
    <>
      <Heading hint={t('portal.signIn.arrivedHint')}>{t('portal.signIn.arrived')}</Heading>
      {error !== undefined && <Problem error={error} />}
      <Button size="md" loading={isBusy} fullWidth onClick={() => void send(use)}>
        {t('portal.signIn.use')}
      </Button>
    </>
  );
}
