import { createTheme, type CSSVariablesResolver, localStorageColorSchemeManager } from '@mantine/core';

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'tacit-color-scheme' });

/** Mantine as it comes, with one accent and figures that stand in columns. */
export const theme = createTheme({
  primaryColor: 'teal',
  // The lightest with which white text on it, and links of it on white, reach AA contrast.
  primaryShade: 9,
  autoContrast: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  respectReducedMotion: true,
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontSizes: { md: '0.9375rem' },
  headings: {
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.1875rem' }, h3: { fontSize: '1rem' } },
  },
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Table: { defaultProps: { verticalSpacing: 6 } },
    // A menu's first item has the focus, rather than nothing that is there to have it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // The page has one banner; the head of a dialog is none.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
  },
});

const HOVER = 'color-mix(in srgb, var(--mantine-color-teal-9), black 15%)';

/** In Mantine's dimmed grey and its red small print falls short of AA contrast. */
export const colours: CSSVariablesResolver = () => ({
  // Lighter, as Mantine has it, white text on the accent would fall short under the pointer.
  variables: { '--mantine-primary-color-filled-hover': HOVER, '--mantine-color-teal-filled-hover': HOVER },
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-5)',
  },
});
