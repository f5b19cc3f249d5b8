export {
  IconArrowLeft,
  IconCalendar,
  IconExternalLink,
  IconFileImport,
  IconHelp,
  IconMail,
  IconPlus,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
