import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, LANGUAGES } from '../shared/i18n.ts';
import { useToast } from '../shared/toast.tsx';

export const languages = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

/** The language of the screen: a list of the telephone's own. */
export function LanguageSelect({ label }: { label?: string }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  return (
    <NativeSelect
      size="md"
      {...(label === undefined ? { 'aria-label': t('common.language') } : { label })}
      data={languages}
      value={i18n.language}
      onChange={({ currentTarget: { value } }) =>
        void chooseLanguage(value as Language).catch((error: unknown) => toast.failed(error))
      }
    />
  );
}
