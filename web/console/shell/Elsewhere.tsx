import { Button, Container } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, Problem } from '../../shared/components/States.tsx';

/** An address without a page. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Container py="xl" component="main">
      <Empty title={t('shell.notFound')} order={1}>
        <Button component={Link} to="/customers" variant="default" mt="sm">
          {t('shell.toCustomers')}
        </Button>
      </Empty>
    </Container>
  );
}

/** A page that could not be shown, such as one that could not be fetched. */
export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <Container py="xl" size="sm">
      <Problem error={error} retry={reset} />
    </Container>
  );
}
