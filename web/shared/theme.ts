import { createTheme, localStorageColorSchemeManager } from '@mantine/core';

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
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Table: { defaultProps: { verticalSpacing: 6 } },
  },
});
