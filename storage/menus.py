"""Stores which chats have the admin menu at Telegram."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from storage.tables import menus


def update_holders(connection: Connection, admins: Collection[int]) -> set[int]:
    """Record that only these people have the menu from now on; return the former admins."""
    holders = set(connection.execute(select(menus.c.person)).scalars())
    if new := set(admins) - holders:
        connection.execute(insert(menus), [{"person": each} for each in new])
    former = holders - set(admins)
    connection.execute(delete(menus).where(menus.c.person.in_(former)))
    return former
