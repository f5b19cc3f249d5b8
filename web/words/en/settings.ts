export const settings = {
  pages: {
    account: 'My account',
    company: 'Company',
    branches: 'Branches',
    departments: 'Departments',
    users: 'Users',
    plans: 'Plans',
    tokens: 'API tokens',
    'task-types': 'CRM task types',
  },
};
