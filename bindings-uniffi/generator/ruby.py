"""Writes the Ruby half: `operations.rb`, `types.rb` and `version.rb`."""

import textwrap

from . import model

NOTE = "# Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.\n"
# Every Ruby object has a `freeze` of its own.
OPERATIONS = {"freeze": "freeze_environment", "unfreeze": "unfreeze_environment"}
MEMBERS = {"freeze": "active_freeze"}
# Words that a keyword argument may have for its name, but that cannot be read by it.
RESERVED = {"until", "in", "end", "next", "begin", "class", "if", "unless"}

SCALARS = {"text": "String", "time": "Time", "integer": "Integer", "flag": "Boolean", "object": "Hash{String => Object}"}
ARGUMENTS = {
    "text": "String",
    "texts": "Array<String>",
    "flag": "Boolean",
    "number": "Integer",
    "milliseconds": "Numeric",
    "time": "Time, String",
    "workflow": "Workflow, Hash",
    "headers": "Hash{String => String}, Array<Array(String, String)>",
    "body": "String",
}


def comment(text, indent, hang=""):
    lines = []
    for paragraph in text.split("\n\n"):
        if lines:
            lines.append("#")
        first = "# " if not lines else f"# {hang}"
        lines += textwrap.wrap(
            paragraph, 118 - len(indent), initial_indent=first, subsequent_indent=f"# {hang}",
            break_long_words=False, break_on_hyphens=False,
        )
    return "".join(f"{indent}{line}\n" for line in lines)


def yard(kind):
    if kind.kind == "words":
        return "Symbol"
    if kind.kind == "record":
        return kind.name
    if kind.kind == "list":
        return f"Array<{yard(kind.item)}>"
    if kind.kind == "texts_by_name":
        return "Hash{String => String}"
    return SCALARS[kind.kind]


def codec(kind):
    """The type as `Record.attribute` takes it."""
    if kind.kind == "record":
        return f'"{kind.name}"'
    if kind.kind == "list":
        return f"[{codec(kind.item)}]"
    return {"time": ":time", "words": ":word"}.get(kind.kind, ":plain")


def record(found):
    out = comment(found.description, "  ") + f"  class {found.name} < Record\n"
    for i, member in enumerate(found.members):
        name = MEMBERS.get(member.name, member.name)
        kind = yard(member.type) + (", nil" if member.nullable else "")
        out += "\n" if i else ""
        out += comment(f"@!attribute [r] {name}", "    ") + comment(member.description, "    ", "  ").replace("# ", "#   ", 1)
        out += f"    #   @return [{kind}]\n"
        default = {"list": "[]", "object": "{}", "texts_by_name": "{}"}.get(member.type.kind)
        extra = "".join(
            [
                f", json: :{member.name}" if name != member.name else "",
                f", default: {default}.freeze" if default and not member.required and not member.nullable else "",
                ", required: true" if member.required and not member.nullable else "",
                ", always: true" if member.required and member.nullable else "",
            ]
        )
        out += f"    attribute :{name}, {codec(member.type)}{extra}\n"
    return out + "  end\n"


def words(found):
    out = comment(found.description, "  ") + f"  module {found.name}\n"
    for word, description in found.words:
        out += comment(description, "    ") + f"    {word.upper()} = :{word}\n"
    listed = ", ".join(word.upper() for word, _ in found.words)
    return out + comment("All of them, in their order.", "    ") + f"    ALL = [{listed}].freeze\n  end\n"


def read(argument):
    name = f"binding.local_variable_get(:{argument.said})" if argument.said in RESERVED else argument.said
    converted = {
        "milliseconds": f"Given.milliseconds({name}, :{argument.said})",
        "time": f"Given.time({name})",
        "workflow": f"Given.workflow({name})",
        "body": f"Given.body({name})",
    }
    if argument.nullable:
        return f"Given.workflow_or_none({name})"
    return converted.get(argument.kind, name)


def wrapped(head, parts, tail, indent):
    """A call or definition on one line, or on a line for each part."""
    line = f"{indent}{head}({', '.join(parts)}){tail}\n"
    if len(line) <= 121:
        return line
    inner = "".join(f"{indent}  {part},\n" for part in parts).removesuffix(",\n")
    return f"{indent}{head}(\n{inner}\n{indent}){tail}\n"


def operation(found):
    name = OPERATIONS.get(found.name, found.name)
    out = comment(found.description, "    ") + "    #\n"
    for argument in found.takes:
        kind = "Symbol, String" if argument.words or argument.name == "status" else ARGUMENTS[argument.kind]
        out += comment(f"@param {argument.said} [{kind}] {argument.description}", "    ", "  ")
    for option in found.options:
        kind = "Symbol, String" if option.words else ARGUMENTS[option.kind]
        description = option.description + (" In seconds." if option.kind == "milliseconds" else "")
        out += comment(f"@param {option.said} [{kind}, nil] {description}", "    ", "  ")
    returned = {"text": "String", "number": "Integer"}.get(found.returns) or (
        f"Page<{found.page_of}>" if found.page_of else found.returns
    )
    out += f"    # @return [{returned}]\n"
    if found.errors:
        out += comment(f"@raise [Error] {found.errors}", "    ", "  ")
    options = [f"{option.said}: {'UNSAID' if option.nullable else 'nil'}" for option in found.options]
    out += wrapped(f"def {name}", [argument.said for argument in found.takes] + options, "", "    ").replace("()", "")
    answer = f"[{found.page_of}]" if found.page_of else {"text": "nil", "number": "nil"}.get(found.returns, found.returns)
    pairs = [f"{argument.name}: {read(argument)}" for argument in found.takes + found.options]
    out += wrapped("run", [f'"{found.name}"', answer, *pairs], "", "      ")
    return out + "    end\n"


def ordered(records):
    return sorted(records, key=lambda found: found.name)


def files():
    records, of_words = model.read_types()
    body = "\n".join([*(words(found) for found in of_words), *(record(found) for found in ordered(records))])
    types = f"# frozen_string_literal: true\n\n{NOTE}\nmodule ReleaseCore\n{body}end\n"
    body = "\n".join(operation(found) for found in model.read_operations())
    operations = (
        f"# frozen_string_literal: true\n\n{NOTE}\nmodule ReleaseCore\n"
        "  # Every operation. Times are `Time`s or RFC 3339 texts, durations are seconds, words are symbols or texts;\n"
        "  # an option that is `nil` is not said, except for a workflow, which `nil` takes away.\n"
        f"  module Operations\n{body}  end\nend\n"
    )
    version = f'# frozen_string_literal: true\n\n{NOTE}\nmodule ReleaseCore\n  VERSION = "{model.read_version()}"\nend\n'
    folder = "ruby/lib/release_core/generated"
    return {f"{folder}/types.rb": types, f"{folder}/operations.rb": operations, f"{folder}/version.rb": version}
