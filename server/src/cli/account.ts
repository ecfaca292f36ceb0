import { Value } from 'typebox/value'
import { NewAccount, Role } from '@treffpunkt/shared/accounts'
import { createAccount } from '../accounts/edit.ts'
import { findForSignIn, listAccounts } from '../accounts/queries.ts'
import { makeSignInLink } from '../accounts/sign-in.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/connect.ts'
import { systemActor } from '../db/record-change.ts'
import { expectNothing, readArgs, UsageError, type Command } from './command.ts'
import { withDb } from './database.ts'

export const accountCreate: Command = {
  usage: 'account create <e-mail> <name> --role <admin|coordinator|reader|door>',
  summary: 'makes an account and prints a link that signs it in once',
  details: 'For example: account create ada@example.org "Ada Lovelace" --role coordinator',
  run(config, args) {
    const { positionals, values } = readArgs(args, { role: { type: 'string' } })
    const [email = '', ...words] = positionals
    const [name, { role }] = [words.join(' '), values]
    if (!Value.Check(NewAccount.properties.email, email)) throw new UsageError('give an e-mail address first')
    if (name === '' || !Value.Check(NewAccount.properties.name, name))
      throw new UsageError('give the name after the e-mail address, at most 120 characters')
    if (!Value.Check(Role, role))
      throw new UsageError('say what the account may do: --role admin, coordinator, reader or door')
    return withDb(config, async db => {
      if ((await findForSignIn(db, email)) !== undefined)
        throw new Error(
          `There is an account with the address ${email} already: "account link ${email}" makes a link for it.`,
        )
      const { id } = await db.transaction().execute(trx => createAccount(trx, systemActor, { name, email, role }))
      return `Made the account of ${name} (${role}).\n${await linkFor(db, config, id)}`
    })
  },
}

export const accountLink: Command = {
  usage: 'account link <e-mail>',
  summary: 'prints a link that signs an account in once, also when its password is forgotten',
  run(config, args) {
    const [email, ...rest] = readArgs(args, {}).positionals
    if (email === undefined) throw new UsageError('give the e-mail address of the account')
    expectNothing(rest)
    return withDb(config, async db => {
      const account = await findForSignIn(db, email)
      if (account === undefined)
        throw new Error(`There is no account with the address ${email}: "account list" shows those that there are.`)
      if (account.disabled)
        throw new Error(
          `The account of ${email} is disabled: somebody with the role admin enables it in the pages first.`,
        )
      return linkFor(db, config, account.id)
    })
  },
}

export const accountList: Command = {
  usage: 'account list',
  summary: 'shows all accounts with their roles',
  run(config, args) {
    expectNothing(readArgs(args, {}).positionals)
    return withDb(config, async db => {
      const lines: string[] = []
      for (let cursor: string | undefined, more = true; more;) {
        const page = await listAccounts(db, { limit: 200, ...(cursor === undefined ? {} : { cursor }) })
        for (const { name, email, role, disabled, lastSignInAt } of page.items)
          lines.push(
            [
              email,
              name,
              role,
              disabled
                ? 'disabled'
                : lastSignInAt === null
                  ? 'never signed in'
                  : `last here ${lastSignInAt.slice(0, 10)}`,
            ].join('\t'),
          )
        cursor = page.next ?? undefined
        more = page.next !== null
      }
      return lines.join('\n')
    })
  },
}

async function linkFor(db: Db, { publicUrl }: Config, id: string): Promise<string> {
  const { url, expiresAt } = await db.transaction().execute(trx => makeSignInLink(trx, systemActor, id, publicUrl))
  return `This link signs in once, until ${expiresAt}; a new password can be set then:\n  ${url}`
}
