import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';

/** The keys that work everywhere; KeyboardHelp.tsx lists them. */
export function useKeys({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }): void {
  const navigate = useNavigate();
  useHotkeys([
    ['mod+K', openPalette],
    ['shift+?', openHelp, { usePhysicalKeys: false }],
    ['?', openHelp],
    ['alt+1', () => void navigate({ to: '/customers' })],
    ['alt+2', () => void navigate({ to: '/renewals' })],
    ['alt+3', () => void navigate({ to: '/mails' })],
  ]);
}
