import { Menu, UnstyledButton, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language, LANGUAGES } from '../i18n.ts';

/** Entries of a menu: the languages and the colours. */
export function PreferenceItems() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { auto: t('common.likeSystem'), light: t('common.light'), dark: t('common.dark') };
  return (
    <>
      <Menu.Label>{t('common.language')}</Menu.Label>
      {Object.entries(LANGUAGES).map(([language, name]) => (
        <Menu.Item
          key={language}
          lang={language}
          role="menuitemradio"
          aria-checked={i18n.language === language}
          rightSection={i18n.language === language ? '✓' : null}
          onClick={() => void chooseLanguage(language as Language)}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('common.colours')}</Menu.Label>
      {(['auto', 'light', 'dark'] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={colorScheme === scheme}
          rightSection={colorScheme === scheme ? '✓' : null}
          onClick={() => setColorScheme(scheme)}
        >
          {schemes[scheme]}
        </Menu.Item>
      ))}
    </>
  );
}

/** For pages that nobody has signed in to. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton
          aria-label={`${LANGUAGES[i18n.language as Language]}: ${t('common.language')}, ${t('common.colours')}`}
          p={6}
        >
          <Text size="sm" span>
            {LANGUAGES[i18n.language as Language]}
          </Text>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <PreferenceItems />
      </Menu.Dropdown>
    </Menu>
  );
}
