package io.earmark.moment.playbook;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a playbook, and says of a broken one where it is broken and how to mend it. */
final class PlaybookReader {

    /**
     * From here a sentence sounds like an example. Calibrated on the sentences of the tests, of sales talk and of talk
     * about other things.
     */
    static final double SIMILARITY = 0.6;

    private static final Set<String> SPEAKERS = Set.of("agent", "customer", "any");
    private static final Set<String> TOP = Set.of("similarity", "moments");
    private static final Set<String> FIELDS = Set.of(
            "type", "by", "weight", "phrases", "examples", "unlike", "similarity", "even-negated", "why", "suggestion");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final String name;

    /** @param name of the file, for errors */
    PlaybookReader(String name) {
        this.name = name;
    }

    /** @throws IllegalStateException if it is broken, with file, line and what is wrong */
    Playbook read(String text) {
        Map<String, Node> top = fields(root(text), TOP);
        double similarity = fraction(top.get("similarity"), "similarity", SIMILARITY);
        Node moments = top.get("moments");
        if (!(moments instanceof SequenceNode entries) || entries.getValue().isEmpty()) {
            throw broken(moments, "'moments' must be a list with at least one type of moment");
        }
        Map<String, Play> plays = new LinkedHashMap<>();
        for (Node entry : entries.getValue()) {
            Play play = play(entry, similarity);
            if (plays.putIfAbsent(play.type(), play) != null) {
                throw broken(entry, "the type '" + play.type() + "' is there twice");
            }
        }
        return new Playbook(plays);
    }

    private Node root(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root == null) {
                throw broken(null, "it is empty; it must hold a list 'moments'");
            }
            return root;
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : ", line " + (e.getProblemMark().getLine() + 1);
            throw new IllegalStateException(name + line + ": this is not YAML: " + e.getProblem() + ".", e);
        } catch (YAMLException e) {
            throw new IllegalStateException(name + ": this is not YAML: " + e.getMessage() + ".", e);
        }
    }

    private Play play(Node entry, double similarity) {
        Map<String, Node> fields = fields(entry, FIELDS);
        String type = text(entry, fields, "type");
        if (!TYPE.matcher(type).matches()) {
            throw broken(fields.get("type"), "type must be small letters, digits and _, not '" + type + "'");
        }
        String by = text(entry, fields, "by");
        if (!SPEAKERS.contains(by)) {
            throw broken(fields.get("by"), "by must be agent, customer or any, not '" + by + "'");
        }
        List<Phrase> phrases = new ArrayList<>();
        for (ScalarNode phrase : list(fields.get("phrases"), "phrases")) {
            phrases.add(Phrase.parse(phrase.getValue())
                    .orElseThrow(() ->
                            broken(phrase, "a phrase must begin and end with a word: '" + phrase.getValue() + "'")));
        }
        List<String> examples = texts(fields.get("examples"), "examples");
        if (phrases.isEmpty() && examples.isEmpty() && !Play.PATTERNS.contains(type)) {
            throw broken(entry, "'" + type + "' needs phrases or examples, or it would never be found");
        }
        text(entry, fields, "weight");
        return new Play(
                type,
                by,
                fraction(fields.get("weight"), "weight", 0),
                phrases,
                examples,
                texts(fields.get("unlike"), "unlike"),
                fraction(fields.get("similarity"), "similarity", similarity),
                bool(fields.get("even-negated")),
                text(entry, fields, "why"),
                text(entry, fields, "suggestion"));
    }

    private Map<String, Node> fields(Node node, Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw broken(node, "expected fields such as " + String.join(", ", new TreeSet<>(known)));
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String field = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            if (!known.contains(field)) {
                throw broken(
                        tuple.getKeyNode(),
                        "unknown field '" + field + "'; known are " + String.join(", ", new TreeSet<>(known)));
            }
            if (fields.put(field, tuple.getValueNode()) != null) {
                throw broken(tuple.getKeyNode(), "the field '" + field + "' is there twice");
            }
        }
        return fields;
    }

    private String text(Node entry, Map<String, Node> fields, String field) {
        Node node = fields.get(field);
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw broken(node == null ? entry : node, field + " is missing or is no text");
        }
        return scalar.getValue().strip();
    }

    private List<ScalarNode> list(@Nullable Node node, String field) {
        List<ScalarNode> texts = new ArrayList<>();
        if (node == null) {
            return texts;
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw broken(node, field + " must be a list");
        }
        for (Node one : sequence.getValue()) {
            if (!(one instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
                throw broken(one, field + " must hold texts only; put quotes around one with a colon in it");
            }
            texts.add(scalar);
        }
        return texts;
    }

    private List<String> texts(@Nullable Node node, String field) {
        return list(node, field).stream().map(ScalarNode::getValue).toList();
    }

    private double fraction(@Nullable Node node, String field, double otherwise) {
        if (node == null) {
            return otherwise;
        }
        String given = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        try {
            double value = Double.parseDouble(given);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw broken(node, field + " must be a number from 0 to 1, not '" + given + "'");
    }

    private boolean bool(@Nullable Node node) {
        String given = node == null ? "false" : node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!given.equals("true") && !given.equals("false")) {
            throw broken(node, "even-negated must be true or false");
        }
        return given.equals("true");
    }

    private IllegalStateException broken(@Nullable Node node, String what) {
        String line = node == null ? "" : ", line " + (node.getStartMark().getLine() + 1);
        return new IllegalStateException(name + line + ": " + what + ".");
    }
}
