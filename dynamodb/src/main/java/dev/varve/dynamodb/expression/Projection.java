package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.encoded.EncodedItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of an item that a projection asks for.
 *
 * @param paths the paths to select; they neither overlap nor conflict
 */
public record Projection(List<DocumentPath> paths) {
  public Projection {
    paths = List.copyOf(paths);
  }

  /**
   * The selected values in their nesting, in the order of the paths. Of a list only the selected
   * elements remain, in ascending order of their indexes. Paths without a value are left out, with
   * the maps and lists above them that stay empty.
   */
  public Item select(Item item) {
    for (DocumentPath path : paths) {
      if (path.isNested()) {
        return select(AttributeLookup.of(item));
      }
    }
    return EncodedItem.pick(item, paths.stream().map(DocumentPath::attributeName).toList());
  }

  /** As {@link #select(Item)}, with values. */
  Item select(AttributeLookup attributes) {
    List<PathTree.Entry<AttributeValue>> found = new ArrayList<>(paths.size());
    for (DocumentPath path : paths) {
      AttributeValue value = attributes.find(path);
      if (value != null) {
        found.add(new PathTree.Entry<>(path, value));
      }
    }
    return assemble(found);
  }

  /** The item that has just the given values, lists compacted. */
  static Item assemble(List<PathTree.Entry<AttributeValue>> values) {
    return Item.of(members(PathTree.of(values).byName()));
  }

  private static Map<String, AttributeValue> members(Map<String, PathTree<AttributeValue>> byName) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    byName.forEach((name, tree) -> members.put(name, value(tree)));
    return members;
  }

  private static AttributeValue value(PathTree<AttributeValue> tree) {
    return switch (tree) {
      case PathTree.Leaf<AttributeValue>(AttributeValue value) -> value;
      case PathTree.Members<AttributeValue> members ->
          new AttributeValue.M(members(members.byName()));
      case PathTree.Elements<AttributeValue> elements ->
          new AttributeValue.L(
              elements.byIndex().values().stream().map(Projection::value).toList());
    };
  }
}
