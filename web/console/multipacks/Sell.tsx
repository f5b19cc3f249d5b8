import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Sell() {
  const { t } = useTranslation();
  return <Title order={1}>{t('multipacks.title')}</Title>;
}
