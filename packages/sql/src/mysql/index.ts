// @bihuan/sql/mysql: the store on MySQL 8 or MariaDB 10.6 and later, through the library the host uses already.
export { checkSchema, migrateMysql } from './migrate-mysql.ts';
export { type MysqlOptions, mysqlStore } from './mysql-store.ts';
