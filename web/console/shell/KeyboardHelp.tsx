import { Kbd, Modal, Table } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The keys that work everywhere, and the page that lists them. */
export function KeyboardHelp({ isOpen, open, close }: { isOpen: boolean; open: () => void; close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useHotkeys([
    ['shift+?', open, { usePhysicalKeys: false }],
    ['?', open],
    ['alt+1', () => void navigate({ to: '/customers' })],
    ['alt+2', () => void navigate({ to: '/renewals' })],
    ['alt+3', () => void navigate({ to: '/mails' })],
  ]);
  const keys = [
    ['Ctrl K', t('shell.palette')],
    ['/', t('shell.focusSearch')],
    ['Alt 1', t('shell.customers')],
    ['Alt 2', t('shell.renewals')],
    ['Alt 3', t('shell.mails')],
    ['?', t('shell.keyboard')],
    ['Esc', t('common.close')],
  ] as const;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('shell.keyboard')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Table>
        <Table.Tbody>
          {keys.map(([key, meaning]) => (
            <Table.Tr key={key}>
              <Table.Td>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
