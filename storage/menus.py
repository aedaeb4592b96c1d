"""Whose chats have the admins' menu at Telegram, which keeps it until it is told otherwise."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from storage.tables import menus


def update_holders(connection: Connection, admins: Collection[int]) -> set[int]:
    """Note that these people's chats have the menu from now on; return those who lose it."""
    holders = set(connection.execute(select(menus.c.person)).scalars())
    if new := set(admins) - holders:
        connection.execute(insert(menus), [{"person": each} for each in new])
    former = holders - set(admins)
    connection.execute(delete(menus).where(menus.c.person.in_(former)))
    return former
