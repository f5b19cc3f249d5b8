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
  const deskKeys = [
    ['J K', t('desk.keys.move')],
    ['Enter', t('desk.keys.open')],
    ['C', t('desk.keys.claim')],
    ['M', t('desk.keys.comment')],
  ] as const;
  return (
    <Modal opened onClose={close} title={t('shell.keyboard')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Keys keys={keys} />
      <Keys keys={deskKeys} caption={t('desk.keysTitle')} />
    </Modal>
  );
}

function Keys({ keys, caption }: { keys: readonly (readonly [key: string, meaning: string])[]; caption?: string }) {
  return (
    <Table captionSide="top">
      {caption && <Table.Caption>{caption}</Table.Caption>}
      <Table.Tbody>
        {keys.map(([key, meaning]) => (
          <Table.Tr key={key}>
            <Table.Td w={110}>
              <Kbd>{key}</Kbd>
            </Table.Td>
            <Table.Td>{meaning}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
