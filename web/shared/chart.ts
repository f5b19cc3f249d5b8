/** How charts look, as properties: what draws them takes colours, not classes. */
export const LINE = 'var(--mantine-color-default-border)';
export const BAR = 'var(--mantine-color-teal-filled)';
export const LABEL = { fill: 'var(--mantine-color-dimmed)', fontSize: 12 };

/** The axis that bars stand on. */
export const BASE = { tick: LABEL, tickLine: false, stroke: LINE };
/** The other one, without a line. */
export const SIDE = { tick: LABEL, tickLine: false, axisLine: false };
export const TOOLTIP = { isAnimationActive: false, cursor: { fill: 'var(--mantine-color-default-hover)' } };
