package dev.varve.dynamodb.legacy;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parameter {@code AttributesToGet}. */
public final class AttributesToGet {
  private static final int MAX_NAMES = 255;

  private AttributesToGet() {}

  /**
   * The projection to these attributes.
   *
   * @param names null if the parameter is absent
   * @return null if the parameter is absent
   * @throws ValidationException if there are more than 255 names, or one occurs twice
   */
  public static Projection projection(List<String> names) {
    if (names == null) {
      return null;
    }
    if (names.size() > MAX_NAMES) {
      throw ValidationException.constraint(
          names, "attributesToGet", "Member must have length less than or equal to " + MAX_NAMES);
    }
    Set<String> seen = HashSet.newHashSet(names.size());
    List<DocumentPath> paths = new ArrayList<>(names.size());
    for (String name : names) {
      if (!seen.add(name)) {
        throw ValidationException.invalidValues("Duplicate value in attribute name: " + name);
      }
      paths.add(DocumentPath.of(name));
    }
    return new Projection(paths);
  }
}
