import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Nowhere } from '../../shared/components/Elsewhere.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Nowhere title={t('shell.notFound')}>
      <Button component={Link} to="/customers" variant="default" mt="sm">
        {t('shell.toCustomers')}
      </Button>
    </Nowhere>
  );
}
