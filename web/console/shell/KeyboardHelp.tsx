import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Lists the keys that work everywhere. */
export function KeyboardHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
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
    <Modal opened onClose={close} title={t('shell.keyboard')} closeButtonProps={{ 'aria-label': t('common.close') }}>
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
