"""Edits: every change of a case as a value that can be kept, sent, replayed and said.

`apply` gives the changed case or raises BadInput, never half of a change.
"""

from model.case.edit import (
    KINDS,
    Edit,
    add,
    change_option_type,
    edit_from_json,
    edit_to_json,
    move,
    remove,
    rename_option,
    replace_with,
    set_mix_shares,
    set_value,
)
from model.case.edits.apply import apply, apply_all, replay
from model.case.edits.makers import (
    able_in_a_mix,
    copy_option,
    input_path,
    new_option,
    remove_from_all,
    set_in_all,
    smallest_edit,
)
from model.case.edits.touches import disjoint, touches

__all__ = [
    "KINDS",
    "Edit",
    "able_in_a_mix",
    "add",
    "apply",
    "apply_all",
    "change_option_type",
    "copy_option",
    "disjoint",
    "edit_from_json",
    "edit_to_json",
    "input_path",
    "move",
    "new_option",
    "remove",
    "remove_from_all",
    "rename_option",
    "replace_with",
    "replay",
    "set_in_all",
    "set_mix_shares",
    "set_value",
    "smallest_edit",
    "touches",
]
