export const agenda = {
  title: 'Agenda',
  hint: 'Assigned tasks by the day they are due; of task types that are visible in the agenda.',
  whose: 'Agenda of',
  view: 'What is shown at once',
  day: 'Day',
  week: 'Week',
  today: 'Today',
  isToday: '{{day}}, today',
  dayBefore: 'The day before',
  dayAfter: 'The day after',
  weekBefore: 'The week before',
  weekAfter: 'The week after',
  late: 'Still open, due before {{date}}',
  done: '{{task}}, {{customer}}: done',
  none: 'Nothing to do in these days',
  noneHint:
    'A task shows here once it is assigned and has a day. Both are set on the profile of the customer, under CRM.',
};
