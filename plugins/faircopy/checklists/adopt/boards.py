"""A board of Trello, as its export in JSON holds it: columns, cards with checklists, all apart, joined by their ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.model import AdoptionNotes
from faircopy.diagnostics.formats import count


def with_board(value: Any, notes: AdoptionNotes) -> Any:
    """Return data in which a board is its columns with their cards, and a card its checklists; other data as they are.

    A card is a question, and one with checklists a section; what is archived is left out.
    """
    if not isinstance(value, dict) or not any(
        objects(each.get("checkItems")) for each in objects(value.get("checklists"))
    ):
        return value
    checklists = objects(value["checklists"])
    if "idList" in value:
        return {"title": value.get("name", ""), "sections": groups_of(checklists)}
    columns, cards = objects(value.get("lists")), objects(value.get("cards"))
    hidden = sum(bool(each.get("closed")) for each in (*columns, *cards))
    if hidden:
        notes.add("", f"what is archived is left out: {count(hidden, 'column or card')}")
    open_cards = [each for each in cards if not each.get("closed")]
    of_card = {
        each.get("id"): [one for one in checklists if one.get("idCard") == each.get("id")] for each in open_cards
    }
    sections = [
        section_of(column, [each for each in open_cards if each.get("idList") == column.get("id")], of_card)
        for column in sorted(columns, key=position)
        if not column.get("closed")
    ]
    return {"title": value.get("name", ""), "sections": [each for each in sections if each["items"]]}


def section_of(
    column: Mapping[str, Any], cards: Sequence[Mapping[str, Any]], of_card: Mapping[Any, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for card in sorted(cards, key=position):
        inner = groups_of(of_card[card.get("id")])
        text = {"description": card["desc"]} if card.get("desc") else {}
        if inner:
            # One list of a card needs no heading of its own.
            here = inner if len(inner) > 1 else inner[0]["items"]
            items.append({"title": card.get("name", ""), **text, "items": here})
        else:
            items.append({"question": card.get("name", ""), **text, "done": bool(card.get("dueComplete"))})
    return {"title": column.get("name", ""), "items": items}


def groups_of(checklists: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [{"title": each.get("name", ""), "items": items_of(each)} for each in sorted(checklists, key=position)]
    return [each for each in found if each["items"]]


def items_of(checklist: Mapping[str, Any]) -> list[dict[str, Any]]:
    items = sorted(objects(checklist.get("checkItems")), key=position)
    return [{"question": each.get("name", ""), "done": each.get("state") == "complete"} for each in items]


def objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def position(value: Mapping[str, Any]) -> float:
    place = value.get("pos")
    return float(place) if isinstance(place, int | float) else 0.0
