import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { Box, Button, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Loading, Problem } from '../../shared/components/States.tsx';
import { addDays, dayIn, todayIn, useFormat } from '../../shared/format.ts';
import { usePages } from '../../shared/queries.ts';
import type { CancellationRequest } from '../../shared/types.ts';
import { usePresence } from '../analysis/presence.ts';
import { More } from '../customers/parts.tsx';
import { useSession } from '../shell/session.ts';
import { DESK_COLUMNS, type DeskColumn } from './address.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { Card, type CardActs } from './Card.tsx';
import { CommentDialog } from './CommentDialog.tsx';
import { useCounts } from './counts.ts';
import style from './desk.module.css';
import { type Moves, useMoves } from './moves.ts';
import { useDesk } from './place.ts';
import { useAllPresence } from './presence.ts';

const columnOf = ({ state }: CancellationRequest): DeskColumn =>
  state === 'cancelled' || state === 'reverted' ? 'analysed' : state;

/** Whether a card may be dropped there: onto the analysed ones to be concluded, which its own page does. */
function mayMove(moves: Moves, request: CancellationRequest, to: DeskColumn): boolean {
  if (request.state === 'pending') return to === 'in_analysis';
  return request.state === 'in_analysis' && (to === 'analysed' || (to === 'pending' && moves.mayRelease(request)));
}

type Dialog = { kind: 'comment' | 'assign'; request: CancellationRequest };

/** The three columns: read, moved by hand, by keyboard and by the mouse; and kept as the server is (003). */
export default function Board() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const moves = useMoves();
  const columns = useColumns(moves);
  const all = DESK_COLUMNS.flatMap((column) => columns[column].cards);
  const [dialog, setDialog] = useState<Dialog>();
  const [selectedId, select] = useState<string>();
  const [draggedId, drag] = useState<string>();
  const presence = useAllPresence();
  usePresence(selectedId ?? '', selectedId !== undefined);
  const board = useRef<HTMLDivElement>(null);
  const dragged = all.find(({ id }) => id === draggedId);
  const close = () => {
    setDialog(undefined);
    // Where the keys go on from; the dialog is gone by then.
    const link = `[data-card="${selectedId}"] [data-open]`;
    setTimeout(() => board.current?.querySelector<HTMLElement>(link)?.focus());
  };

  const open = ({ id }: CancellationRequest) =>
    void navigate({ to: '/requests/$requestId', params: { requestId: id } });
  const acts: CardActs = {
    moves,
    open,
    claimAndOpen: (request) => void moves.claim(request, () => open(request)),
    comment: (request) => setDialog({ kind: 'comment', request }),
    assignTo: (request) => setDialog({ kind: 'assign', request }),
  };

  const selected = all.find(({ id }) => id === selectedId);
  const step = (by: 1 | -1) => {
    if (isElsewhere()) return;
    const links = [...(board.current?.querySelectorAll<HTMLElement>('[data-open]') ?? [])];
    const shown = links.filter((link) => link.offsetParent !== null);
    const at = shown.findIndex((link) => link.closest('[data-card]')?.getAttribute('data-card') === selectedId);
    const next = at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by;
    shown[next]?.focus();
  };
  const onSelected = (act: (request: CancellationRequest) => void) => () => {
    if (selected && selected.concludedAt === null && !moves.moving.has(selected.id) && !isElsewhere()) act(selected);
  };
  useHotkeys([
    ['J', () => step(1)],
    ['K', () => step(-1)],
    ['C', onSelected((request) => request.state === 'pending' && acts.claimAndOpen(request))],
    ['M', onSelected(acts.comment)],
  ]);

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    // Held before it is moved: a swipe scrolls.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const drop = ({ over }: DragEndEvent) => {
    drag(undefined);
    const to = DESK_COLUMNS.find((column) => column === over?.id);
    if (!dragged || !to || !mayMove(moves, dragged, to)) return;
    if (to === 'analysed') open(dragged);
    else void (to === 'pending' ? moves.release(dragged) : moves.claim(dragged));
  };
  const codeOf = (id: unknown) => all.find((request) => request.id === id)?.code ?? '';
  const nameOf = (id: unknown) => t(`desk.columns.${id as DeskColumn}`);

  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => drag(String(active.id))}
      onDragEnd={drop}
      onDragCancel={() => drag(undefined)}
      accessibility={{
        screenReaderInstructions: { draggable: t('desk.dragHint') },
        announcements: {
          onDragStart: ({ active }) => t('desk.dragged', { code: codeOf(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t('desk.over', { code: codeOf(active.id), column: nameOf(over.id) }) : undefined,
          onDragEnd: ({ active, over }) =>
            over
              ? t('desk.dropped', { code: codeOf(active.id), column: nameOf(over.id) })
              : t('desk.notDropped', { code: codeOf(active.id) }),
          onDragCancel: ({ active }) => t('desk.notDropped', { code: codeOf(active.id) }),
        },
      }}
    >
      <Box
        ref={board}
        className={style['board']}
        onFocus={({ target }) => select(target.closest('[data-card]')?.getAttribute('data-card') ?? undefined)}
      >
        {DESK_COLUMNS.map((column) => (
          <Column
            key={column}
            column={column}
            {...columns[column]}
            acts={acts}
            presence={presence}
            accepts={dragged !== undefined && mayMove(moves, dragged, column)}
          />
        ))}
      </Box>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <Card request={dragged} acts={acts} viewers={[]} className={`${style['card']} ${style['overlay']}`} inert />
        )}
      </DragOverlay>
      {dialog?.kind === 'comment' && <CommentDialog request={dialog.request} close={close} />}
      {dialog?.kind === 'assign' && (
        <AssignDialog
          request={dialog.request}
          assign={(assignee) => void moves.assign(dialog.request, assignee)}
          close={close}
        />
      )}
    </DndContext>
  );
}

/** Whether what has the focus takes the keys for itself. */
const isElsewhere = (): boolean => document.activeElement?.closest('[role=dialog], [role=menu]') != null;

interface Read {
  found: ReturnType<typeof usePages<CancellationRequest>>;
  cards: CancellationRequest[];
}

/** What stands in each column: what the server says, and what is on its way there. */
function useColumns({ moving }: Moves): Record<DeskColumn, Read> {
  const { filters } = useDesk();
  const path = '/api/cancellation-requests';
  // Nobody has claimed what is pending: who analyses says nothing about it.
  const pending = usePages<CancellationRequest>(path, { ...filters, operatorId: undefined, column: 'pending' });
  const inAnalysis = usePages<CancellationRequest>(path, { ...filters, column: 'in_analysis' });
  const analysed = usePages<CancellationRequest>(path, { ...filters, column: 'analysed' });
  const open = [...pending.items, ...inAnalysis.items];
  const inColumn = (column: DeskColumn) =>
    open
      .filter((request) => (moving.get(request.id) ?? columnOf(request)) === column)
      .sort((one, other) => one.limitAt.localeCompare(other.limitAt));
  return {
    pending: { found: pending, cards: inColumn('pending') },
    in_analysis: { found: inAnalysis, cards: inColumn('in_analysis') },
    analysed: { found: analysed, cards: analysed.items },
  };
}

interface ColumnProps extends Read {
  column: DeskColumn;
  acts: CardActs;
  presence: ReadonlyMap<string, string[]>;
  /** Whether what is being dragged may be dropped here. */
  accepts: boolean;
}

function Column({ column, found, cards, acts, presence, accepts }: ColumnProps) {
  const { t } = useTranslation();
  const { column: chosen } = useDesk();
  const { setNodeRef, isOver } = useDroppable({ id: column, disabled: !accepts });
  const name = t(`desk.columns.${column}`);
  return (
    <Box
      component="section"
      ref={setNodeRef}
      className={style['column']}
      data-column={column}
      data-chosen={column === chosen || undefined}
      data-over={(accepts && isOver) || undefined}
      aria-label={name}
    >
      <div className={style['columnHead']}>
        <Title order={2} size="h5">
          {name}
        </Title>
        <Count column={column} found={found} cards={cards} />
      </div>
      {found.isError && cards.length === 0 ? (
        <Problem error={found.error} retry={found.refetch} />
      ) : found.isPending ? (
        <Box p="sm">
          <Loading lines={6} />
        </Box>
      ) : cards.length === 0 ? (
        <Box px="sm">
          <None column={column} />
        </Box>
      ) : (
        <ul className={style['cards']} aria-label={t('desk.cards', { column: name })}>
          {column === 'analysed' ? (
            <ByDay cards={cards} acts={acts} presence={presence} />
          ) : (
            cards.map((request) => (
              <li key={request.id}>
                <DraggableCard request={request} acts={acts} viewers={presence.get(request.id) ?? []} />
              </li>
            ))
          )}
          {found.hasNextPage && (
            <li>
              <More of={found} />
            </li>
          )}
        </ul>
      )}
    </Box>
  );
}

function DraggableCard(props: { request: CancellationRequest; acts: CardActs; viewers: string[] }) {
  const { request, acts } = props;
  const disabled = request.concludedAt !== null || acts.moves.moving.has(request.id);
  // Without its `attributes`: by keyboard a card is moved with its menu.
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: request.id, disabled });
  return (
    <Card
      ref={setNodeRef}
      data-draggable={!disabled || undefined}
      data-dragged={isDragging || undefined}
      {...props}
      {...listeners}
    />
  );
}

/** What was concluded, under its day. */
function ByDay({ cards, acts, presence }: Pick<ColumnProps, 'cards' | 'acts' | 'presence'>) {
  const { dayOf, nameOf } = useDays();
  return cards.map((request, index) => {
    const day = dayOf(request);
    const before = cards[index - 1];
    return (
      <li key={request.id}>
        {(before === undefined || dayOf(before) !== day) && (
          <Title order={3} size="h6" c="dimmed" className={style['dayHead']} pb={4}>
            {nameOf(day)}
          </Title>
        )}
        <Card request={request} acts={acts} viewers={presence.get(request.id) ?? []} />
      </li>
    );
  });
}

/** The day in the zone of the own branch on which it was concluded. */
function useDays() {
  const { t } = useTranslation();
  const format = useFormat();
  const { timeZone } = useSession().branch;
  const today = todayIn(timeZone);
  return {
    today,
    dayOf: ({ concludedAt }: CancellationRequest): string => dayIn(timeZone, new Date(concludedAt!)),
    nameOf: (day: string): string => {
      if (day === today) return t('desk.today');
      return day < addDays(today, -300) || day > today ? format.dateLong(day) : format.day(day);
    },
  };
}

/** How many there are; of what was analysed, how many today. */
function Count({ column, found, cards }: Pick<ColumnProps, 'column' | 'found' | 'cards'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters } = useDesk();
  const counts = useCounts();
  const { today, dayOf } = useDays();
  if (found.isPending) return null;
  const read = column === 'analysed' ? cards.filter((request) => dayOf(request) === today) : cards;
  // More may follow on pages that are not read.
  const isPart = found.hasNextPage && (column !== 'analysed' || read.length === cards.length);
  const isCounted = counts && column !== 'analysed' && filters.sla === undefined && filters.search === undefined;
  const count = isCounted ? counts[column === 'pending' ? 'pending' : 'inAnalysis'] : read.length;
  const text = column === 'analysed' ? t('desk.todayCount', { count }) : format.number(count);
  return (
    <Text size="sm" c="dimmed" className="figures" span>
      {text}
      {!isCounted && isPart && '+'}
    </Text>
  );
}

function None({ column }: { column: DeskColumn }) {
  const { t } = useTranslation();
  const { isFiltered, clear } = useDesk();
  if (!isFiltered) return <Empty title={t(`desk.none.${column}`)}>{t(`desk.noneHint.${column}`)}</Empty>;
  return (
    <Empty title={t('desk.noneLike')}>
      <Button size="xs" variant="default" onClick={clear}>
        {t('desk.clearFilters')}
      </Button>
    </Empty>
  );
}
