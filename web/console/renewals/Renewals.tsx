import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Renewals() {
  const { t } = useTranslation();
  return <Title order={1}>{t('renewals.title')}</Title>;
}
