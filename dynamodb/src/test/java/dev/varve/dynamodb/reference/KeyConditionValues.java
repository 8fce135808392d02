package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;

/** What a key condition compares a key attribute with. */
final class KeyConditionValues {
  private KeyConditionValues() {}

  static void of(Tree.Condition condition, Scope scope, String key, List<AttributeValue> found) {
    List<Tree.Operand> operands =
        switch (condition) {
          case Tree.Condition.And and -> {
            and.parts().forEach(part -> of(part, scope, key, found));
            yield List.of();
          }
          case Tree.Condition.Compare c -> List.of(c.left(), c.right());
          case Tree.Condition.Between c -> List.of(c.operand(), c.low(), c.high());
          case Tree.Condition.BeginsWith c -> List.of(c.operand(), c.beginning());
          default -> throw new AssertionError(condition);
        };
    boolean isOfKey =
        operands.stream()
            .anyMatch(operand ->
                operand instanceof Tree.Path path && scope.path(path).getFirst().equals(key));
    if (isOfKey) {
      for (Tree.Operand operand : operands) {
        if (operand instanceof Tree.Literal literal) {
          found.add(scope.value(literal));
        }
      }
    }
  }
}
