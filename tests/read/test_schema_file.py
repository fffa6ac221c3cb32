import json
from pathlib import Path

from storybook import registry
from storybook.read.manifest import json_schema

SCHEMA = Path(__file__).parents[2] / "docs" / "book.schema.json"


def test_the_schema_in_docs_is_the_one_of_the_code() -> None:
    written = json.loads(SCHEMA.read_text(encoding="utf-8"))
    made = json.loads(json.dumps(json_schema(registry.load_all("KIND"), registry.names("FORMAT"))))
    assert written == made, "write it anew: storybook schema > docs/book.schema.json"
