import {
  Button,
  type ButtonProps,
  Group,
  type MantineBreakpoint,
  Stack,
  Table,
  type TableTdProps,
  Text,
} from '@mantine/core';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer, type Asked, Empty } from '../../shared/components/States.tsx';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import { History } from './History.tsx';
import { AddButton, Head, Mark, OpenLink, ReadOnly, Side, useIsAdministrator, useOpen, Wide } from './parts.tsx';

interface Stored {
  id: string;
  name: string;
  version: number;
  retired?: boolean;
}

export interface Column<T> extends Pick<TableTdProps, 'visibleFrom' | 'ta' | 'style'> {
  label: string;
  render: (record: T) => ReactNode;
}

interface RecordsProps<T> {
  of: Asked<T[]>;
  title: string;
  hint: string;
  add: string;
  none?: string;
  noneHint?: string;
  /** Beside the name, which comes first. */
  columns: Column<T>[];
  /** Beside the name; that it is retired is said anyway. */
  markOf?: (record: T) => string | false;
  renderBelow?: (record: T) => ReactNode;
  /** Where they are retired and restored, as in the last column by who may; the others are never. */
  path?: string;
  isRetirable?: (record: T) => boolean;
  actsFrom?: MantineBreakpoint;
  /** Whether also those open one who may not change it. */
  isOpenToAll?: boolean;
  /** Above the list: its filters. */
  children?: ReactNode;
}

/** A page with the list of one kind of records; its open one stands beside it in a `RecordSide`. */
export function Records<T extends Stored>(props: RecordsProps<T>) {
  const {
    of,
    title,
    hint,
    add,
    none,
    noneHint,
    columns,
    markOf,
    renderBelow,
    path,
    isRetirable,
    actsFrom,
    isOpenToAll,
    children,
  } = props;
  const { t } = useTranslation();
  const isAdministrator = useIsAdministrator();
  const hasActs = path !== undefined && isAdministrator;
  return (
    <>
      <Head title={title} hint={hint}>
        {isAdministrator && <AddButton label={add} />}
      </Head>
      {!isAdministrator && <ReadOnly />}
      {children}
      <Answer of={of}>
        {(records) =>
          records.length === 0 && none ? (
            <Empty title={none}>{noneHint}</Empty>
          ) : (
            <Wide label={title}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{t('common.name')}</Table.Th>
                    {columns.map(({ label, visibleFrom, ta }) => (
                      <Table.Th key={label} scope="col" visibleFrom={visibleFrom} ta={ta}>
                        {label}
                      </Table.Th>
                    ))}
                    {hasActs && (
                      <Table.Th scope="col" visibleFrom={actsFrom}>
                        {t('settings.acts')}
                      </Table.Th>
                    )}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {records.map((record) => (
                    <Table.Tr key={record.id}>
                      <Table.Td>
                        {isAdministrator || isOpenToAll ? (
                          <OpenLink id={record.id}>{record.name}</OpenLink>
                        ) : (
                          record.name
                        )}
                        {markOf?.(record) && <Mark>{markOf(record)}</Mark>}
                        {record.retired && <Mark>{t('settings.retired')}</Mark>}
                        {renderBelow?.(record)}
                      </Table.Td>
                      {columns.map(({ label, render, ...look }) => (
                        <Table.Td key={label} {...look}>
                          {render(record)}
                        </Table.Td>
                      ))}
                      {hasActs && (
                        <Table.Td visibleFrom={actsFrom}>
                          {isRetirable?.(record) !== false && <RetireButton path={path} record={record} size="xs" />}
                        </Table.Td>
                      )}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Wide>
          )
        }
      </Answer>
    </>
  );
}

/** What a form about a record is given; `reread` begins it again from what is stored. */
export interface RecordFormProps<T> {
  record: T | undefined;
  close: () => void;
  reread: () => void;
}

interface RecordSideProps<T> {
  of: T[] | undefined;
  entity: string;
  add: string;
  titleOf: (record: T) => string;
  isOpenToAll?: boolean;
  children: (props: RecordFormProps<T>) => ReactNode;
}

/** The open record, or a new one, with who changed it. */
export function RecordSide<T extends Stored>({ of, entity, add, titleOf, isOpenToAll, children }: RecordSideProps<T>) {
  const isAdministrator = useIsAdministrator();
  const { id, close } = useOpen();
  const [reading, setReading] = useState(0);
  const record = of?.find((each) => each.id === id);
  return (
    <Side
      title={record ? titleOf(record) : add}
      isOpen={record ? isAdministrator || isOpenToAll === true : isAdministrator && id === 'new'}
      close={close}
    >
      <Fragment key={`${id}${reading}`}>
        {children({ record, close, reread: () => setReading((count) => count + 1) })}
      </Fragment>
      {record && <History entity={entity} entityId={record.id} />}
    </Side>
  );
}

/** Retires or restores at once; the toast takes it back. */
export function RetireButton({ path, record, size }: { path: string; record: Stored } & Pick<ButtonProps, 'size'>) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct<Stored>();
  const retire = async ({ id, name, version }: Stored, retired: boolean): Promise<void> => {
    try {
      const after = await act.mutateAsync({ method: 'PATCH', path: `${path}/${id}`, body: { retired }, version });
      toast.done(t(retired ? 'settings.retiredToast' : 'settings.restoredToast', { name }), () =>
        retire({ ...after, name }, !retired),
      );
    } catch (error) {
      toast.failed(error);
    }
  };
  const label = t(record.retired ? 'settings.restore' : 'settings.retire');
  return (
    <Button
      variant="default"
      size={size}
      onClick={() => void retire(record, !record.retired)}
      aria-label={`${label}: ${record.name}`}
    >
      {label}
    </Button>
  );
}

interface DeleteProps {
  path: string;
  record: Stored;
  label: string;
  hint: string;
  /** Said once it is gone. */
  done: string;
  close: () => void;
}

/** Deletes for good, after a second press; the server refuses one that is used in words. */
export function DeleteButton({ path, record, label, hint, done, close }: DeleteProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await act.mutateAsync({ method: 'DELETE', path: `${path}/${record.id}` });
      toast.done(done);
      close();
    } catch (error) {
      toast.failed(error);
      setAsking(false);
    }
  };
  if (!isAsking) {
    return (
      <Button variant="subtle" color="red" onClick={() => setAsking(true)} style={{ alignSelf: 'flex-start' }} px={0}>
        {label}
      </Button>
    );
  }
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Text size="sm">{hint}</Text>
      <Group gap="sm">
        <Button color="red" loading={act.isPending} onClick={() => void remove()} data-autofocus>
          {label}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}
