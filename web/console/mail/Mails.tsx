import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Mails() {
  const { t } = useTranslation();
  return <Title order={1}>{t('mail.title')}</Title>;
}
