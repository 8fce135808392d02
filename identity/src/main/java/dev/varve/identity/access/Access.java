package dev.varve.identity.access;

import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** An action on a resource, as one of those of which a request consists. Immutable. */
public final class Access {
  /** The values that a request has for a key. */
  @FunctionalInterface
  interface Keys {
    /**
     * The values of one attribute of the partition key, one for each item; empty if it cannot be
     * told, since some item has none.
     *
     * @throws dev.varve.dynamodb.error.ValidationException if an expression is broken
     */
    Optional<List<AttributeValue>> of(String attribute);
  }

  /** The names of attributes that a request has. */
  @FunctionalInterface
  interface Attributes {
    /** Adds the names, perhaps some of them repeatedly. Throws as {@link Keys#of} does. */
    void tell(Consumer<String> out);
  }

  private static final Attributes NO_ATTRIBUTES = _ -> {};

  private final String action;
  private final String table;
  private final String index;
  private final String part;
  private final boolean opaque;
  private final String enclosing;
  private final Keys keys;
  private final Attributes attributes;
  private final String select;
  private final List<String> returnValues;
  private final String returnConsumedCapacity;
  private final List<Tag> tags;
  private final List<String> tagKeys;

  private Access(Builder builder) {
    this.action = builder.action;
    this.table = builder.table;
    this.index = builder.index;
    this.part = builder.part;
    this.opaque = builder.opaque;
    this.enclosing = builder.enclosing;
    this.keys = builder.keys;
    this.attributes = builder.attributes;
    this.select = builder.select;
    this.returnValues = builder.returnValues;
    this.returnConsumedCapacity = builder.returnConsumedCapacity;
    this.tags = builder.tags;
    this.tagKeys = builder.tagKeys;
  }

  /** The action's name without its service, such as {@code GetItem}. */
  public String action() {
    return action;
  }

  /** The table's name; empty for what is about no single table. */
  public Optional<String> table() {
    return Optional.ofNullable(table);
  }

  /** The index's name, where an index is read. */
  public Optional<String> index() {
    return Optional.ofNullable(index);
  }

  /** The operation of which this is a part, where policies name the part: a transaction's. */
  public Optional<String> enclosing() {
    return Optional.ofNullable(enclosing);
  }

  /** The ARN of what is accessed; with {@code *} as the name of the table where it is about all. */
  public String resource(String region, String account) {
    String arn =
        "arn:aws:dynamodb:" + region + ":" + account + ":table/" + (table == null ? "*" : table);
    return index != null ? arn + "/index/" + index : part != null ? arn + part : arn;
  }

  /** Whether nobody can tell which items and attributes this touches. */
  public boolean isOpaque() {
    return opaque;
  }

  /** Whether the request says which items it touches, or at least their partition keys. */
  public boolean hasKeys() {
    return keys != null;
  }

  /**
   * The values of one attribute of the partition key, one for each item of the request.
   *
   * @return empty if some item has none, so that the operation is going to refuse the request
   * @throws dev.varve.dynamodb.error.ValidationException if an expression is broken
   */
  public Optional<List<AttributeValue>> keyValues(String attribute) {
    return keys == null ? Optional.of(List.of()) : keys.of(attribute);
  }

  /**
   * Tells the names of the top-level attributes that the request has, in keys, items, expressions
   * and the older parameters; some of them repeatedly.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if an expression is broken
   */
  public void attributes(Consumer<String> out) {
    attributes.tell(out);
  }

  /** Which attributes a read returns, said by the request or following from it. */
  public Optional<String> select() {
    return Optional.ofNullable(select);
  }

  /** What a write returns, of the item before or after it; also if its condition fails. */
  public List<String> returnValues() {
    return returnValues;
  }

  /** What is told of consumed capacity, for operations that can tell it. */
  public Optional<String> returnConsumedCapacity() {
    return Optional.ofNullable(returnConsumedCapacity);
  }

  /** The tags that the request gives, perhaps with members missing. */
  public List<Tag> tags() {
    return tags;
  }

  /** The keys of the tags that the request gives or takes away. */
  public List<String> tagKeys() {
    return tagKeys;
  }

  /** Collects the members. For one thread. */
  static final class Builder {
    private final String action;
    private String table;
    private String index;
    private String part;
    private boolean opaque;
    private String enclosing;
    private Keys keys;
    private Attributes attributes = NO_ATTRIBUTES;
    private String select;
    private List<String> returnValues = List.of();
    private String returnConsumedCapacity;
    private List<Tag> tags = List.of();
    private List<String> tagKeys = List.of();

    Builder(String action) {
      this.action = action;
    }

    /**
     * Sets the table that is accessed: its name or its ARN. What follows behind the name in an ARN
     * counts for nothing, since the operation passes over it: else a policy about the table would
     * not be about {@code table/T/x}, by which it is reached as well.
     */
    Builder table(String nameOrArn) {
      resource(nameOrArn);
      part = null;
      return this;
    }

    /** Sets what is accessed: a table's name, or the ARN of a table or of a part of one. */
    Builder resource(String nameOrArn) {
      if (nameOrArn == null) {
        return this;
      }
      int start = nameOrArn.startsWith("arn:aws:dynamodb:") ? nameOrArn.indexOf(":table/") : -1;
      if (start < 0) {
        table = nameOrArn;
        return this;
      }
      String path = nameOrArn.substring(start + ":table/".length());
      int slash = path.indexOf('/');
      table = slash < 0 ? path : path.substring(0, slash);
      part = slash < 0 ? null : path.substring(slash);
      return this;
    }

    /** Sets the index, or none. */
    Builder index(String name) {
      index = name;
      return this;
    }

    Builder part(String path) {
      part = path;
      return this;
    }

    Builder opaque() {
      opaque = true;
      return this;
    }

    Builder enclosing(String operation) {
      enclosing = operation;
      return this;
    }

    Builder keys(Keys values) {
      keys = values;
      return this;
    }

    Builder attributes(Attributes names) {
      attributes = names;
      return this;
    }

    Builder select(String value) {
      select = value;
      return this;
    }

    Builder returnValues(List<String> values) {
      returnValues = List.copyOf(values);
      return this;
    }

    Builder returnConsumedCapacity(Enum<?> value) {
      returnConsumedCapacity = value == null ? "NONE" : value.name();
      return this;
    }

    /** Sets the tags, if there are any. */
    Builder tags(List<Tag> values) {
      if (values != null) {
        tags = List.copyOf(values);
        tagKeys = tags.stream().map(Tag::key).filter(Objects::nonNull).toList();
      }
      return this;
    }

    /** Sets the keys of tags, if there are any. */
    Builder tagKeys(List<String> keys) {
      tagKeys = keys == null ? List.of() : List.copyOf(keys);
      return this;
    }

    Access build() {
      return new Access(this);
    }
  }
}
