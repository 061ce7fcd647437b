"""Writes the Kotlin half: a file for each record, enumeration and call, and the methods that make the calls."""

import textwrap

from . import model

NOTE = "// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand."
FOLDER = "kotlin/src/generated/kotlin/org/releasecore"

SCALARS = {
    "text": "String",
    "time": "Instant",
    "integer": "Long",
    "flag": "Boolean",
    "object": "Map<String, Any?>",
    "texts_by_name": "Map<String, String>",
}
ARGUMENTS = {
    "text": "String",
    "texts": "Collection<String>",
    "flag": "Boolean",
    "number": "Long",
    "milliseconds": "Duration",
    "time": "Instant",
    "workflow": "Workflow",
    "headers": "Map<String, String>",
    "body": "ByteArray",
}
IMPORTS = {"Instant": "java.time.Instant", "Duration": "java.time.Duration"}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def pascal(name):
    return "".join(part.capitalize() for part in name.split("_"))


def kdoc(text, indent="", tags=()):
    """A comment of paragraphs, and of pairs of a tag and its text."""
    lines = []
    wrap = lambda paragraph, hang: textwrap.wrap(
        paragraph, 117 - len(indent), subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
    for paragraph in text.replace("*/", "*\u200b/").split("\n\n"):
        lines += [*([""] if lines else []), *wrap(paragraph, "")]
    lines += [""] if tags else []
    for tag, description in tags:
        lines += wrap(f"{tag} {description}", "    ")
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def file(body, *, imports=()):
    used = sorted({IMPORTS[name] for name in IMPORTS if f"{name}" in body.replace("kotlinx", "")} | set(imports))
    head = "".join(f"import {name}\n" for name in used)
    return f"{NOTE}\npackage org.releasecore\n\n{head}" + ("\n" if used else "") + body


def type_name(kind):
    if kind.kind in ("words", "record"):
        return kind.name
    if kind.kind == "list":
        return f"List<{type_name(kind.item)}>"
    return SCALARS[kind.kind]


def reader(kind):
    """What reads a value of the type from JSON: a function's name or a lambda."""
    if kind.kind == "words":
        return f"{kind.name}::read"
    if kind.kind == "record":
        return f"{kind.name}::read"
    if kind.kind == "list":
        return f"{{ it.list({reader(kind.item)}) }}"
    names = {"text": "text", "time": "time", "integer": "integer", "flag": "flag", "object": "plainMap", "texts_by_name": "texts"}
    return f"JsonElement::{names[kind.kind]}"


def words(found):
    body = kdoc(found.description) + f"public enum class {found.name}(\n    /** The word that stands for it. */\n    public val word: String,\n) {{\n"
    for word, description in found.words:
        body += kdoc(description, "    ") + f'    {word.upper()}("{word}"),\n'
    body += (
        "    ;\n\n"
        "    /** The word that stands for it. */\n    override fun toString(): String = word\n\n"
        "    public companion object {\n"
        "        /** What a word stands for; nothing for another word. */\n"
        f"        @JvmStatic\n        public fun of(word: String): {found.name}? = entries.find {{ it.word == word }}\n\n"
        f"        internal fun read(json: JsonElement): {found.name} = word(json.text(), ::of)\n"
        "    }\n}\n"
    )
    return file(body, imports=["kotlinx.serialization.json.JsonElement"])


def record(found):
    tags = [(f"@property {camel(member.name)}", member.description) for member in found.members]
    defaults = {"list": "emptyList()", "object": "emptyMap()", "texts_by_name": "emptyMap()"}
    parameters, reads, writes = "", "", ""
    for member in found.members:
        name, kind = camel(member.name), type_name(member.type)
        default = "" if member.required else " = null" if member.nullable else f" = {defaults[member.type.kind]}"
        parameters += f"    public val {name}: {kind}{'?' if member.nullable else ''}{default},\n"
        if member.nullable:
            reads += f'            json.optional("{member.name}", {reader(member.type)}),\n'
        elif member.required:
            reads += f'            json.required("{member.name}", {reader(member.type)}),\n'
        else:
            reads += f'            json.optional("{member.name}", {reader(member.type)}) ?: {defaults[member.type.kind]},\n'
        always = ", always = true" if member.required and member.nullable else ""
        if not member.required and not member.nullable:
            writes += f'        said("{member.name}", {name}.ifEmpty {{ null }})\n'
        else:
            writes += f'        said("{member.name}", {name}{always})\n'
    overloads = any(not member.required for member in found.members)
    body = kdoc(found.description, tags=tags)
    body += f"public data class {found.name}" + (" @JvmOverloads constructor" if overloads else "")
    body += f"(\n{parameters}) : Record() {{\n"
    body += f"    override fun json(): JsonObject = written {{\n{writes}    }}\n\n"
    body += "    internal companion object {\n"
    body += f"        fun read(json: JsonElement): {found.name} = {found.name}(\n{reads}        )\n    }}\n}}\n"
    return file(body, imports=["kotlinx.serialization.json.JsonElement", "kotlinx.serialization.json.JsonObject"])


def forms(argument):
    """The types that an argument is taken as, each with what writes it as JSON."""
    if argument.words:
        return [(argument.words, "{}.word"), ("String", "{}")]
    if argument.kind == "time":
        return [("Instant", "{}"), ("String", "{}")]
    kind = ARGUMENTS[argument.kind] + ("?" if argument.nullable else "")
    return [(kind, f'body({{}}, "{argument.name}")' if argument.kind == "body" else "{}")]


def answer(found):
    if found.page_of:
        return f"Page<{found.page_of}>", f"Page.read(it, {found.page_of}::read)"
    scalars = {"text": ("String", "it.text()"), "number": ("Long", "it.integer()")}
    return scalars.get(found.returns) or (found.returns, f"{found.returns}.read(it)")


def call(found):
    name = f"{pascal(found.name)}Call"
    returned, read = answer(found)
    method = camel(found.name)
    body = kdoc(f"The call of [Releases.{method}], with its options.")
    body += f"public class {name} internal constructor(engine: Engine) :\n"
    body += f'    Call<{returned}>(engine, "{found.name}", {{ {read} }}) {{\n'
    parts = []
    for option in found.options:
        for kind, written in forms(option):
            text = option.description + (" RFC 3339." if option.kind == "time" and kind == "String" else "")
            if option.words and kind == "String":
                text += " By its word."
            part = kdoc(text, "    ")
            default = " = true" if option.kind == "flag" else ""
            part += "    @JvmOverloads\n" if default else ""
            part += f"    public fun {camel(option.said)}(value: {kind}{default}): {name} = apply {{\n"
            nullable = "sayOrNull" if option.nullable else "say"
            part += f'        {nullable}("{option.name}", {written.format("value")})\n    }}\n'
            parts.append(part)
    return file(body + "\n".join(parts) + "}\n")


def method(found):
    """The method that makes the call, once for each form of its arguments."""
    out = []
    variants = max(len(forms(argument)) for argument in found.takes) if found.takes else 1
    for variant in range(variants):
        tags = [(f"@param {camel(argument.said)}", argument.description) for argument in found.takes]
        tags.append(("@return", f"the call; nothing happens before `call()`, `await()` or `future()`. Its answer is {answer(found)[0]}."))
        if found.errors:
            tags.append(("@throws ReleaseException", f"from the call: {found.errors}"))
        chosen = [(argument, forms(argument)[min(variant, len(forms(argument)) - 1)]) for argument in found.takes]
        parameters = ", ".join(f"{camel(argument.said)}: {kind}" for argument, (kind, _) in chosen)
        name = f"{pascal(found.name)}Call"
        text = kdoc(found.description, "    ", tags)
        head = f"    public fun {camel(found.name)}({parameters}): {name} ="
        says = "".join(
            f'            say("{argument.name}", {written.format(camel(argument.said))})\n' for argument, (_, written) in chosen
        )
        if says:
            text += f"{head}\n        {name}(engine).apply {{\n{says}        }}\n"
        else:
            text += f"{head} {name}(engine)\n"
        out.append(text)
    return "\n".join(out)


def operations(found):
    body = kdoc(
        "Every operation: a method takes what an operation must know and gives a call with a setter for each option.\n\n"
        "A call is made by [Call.call], which blocks, by [Call.await] from a coroutine, or by [Call.future] from Java."
    )
    body += "public abstract class Operations internal constructor(internal val engine: Engine) {\n"
    return file(body + "\n".join(method(one) for one in found) + "}\n")


def files():
    records, of_words = model.read_types()
    found = model.read_operations()
    pom = (model.ROOT / "bindings-uniffi/kotlin/pom.xml").read_text()
    if f"<version>{model.read_version()}</version>" not in pom:
        model.fail(f"kotlin/pom.xml is not of the version {model.read_version()}")
    named = {f"{one.name}.kt": words(one) for one in of_words}
    named |= {f"{one.name}.kt": record(one) for one in records}
    named |= {f"{pascal(one.name)}Call.kt": call(one) for one in found}
    named["Operations.kt"] = operations(found)
    named["Version.kt"] = file(f'internal const val VERSION: String = "{model.read_version()}"\n')
    return {f"{FOLDER}/{name}": text for name, text in named.items()}
