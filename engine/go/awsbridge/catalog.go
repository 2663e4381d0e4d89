package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed tokens.json
var tokensJSON []byte

//go:embed fields.json
var fieldsJSON []byte

// catalog says how Terraform names appear in pulumi-aws.
type catalog struct {
	// Resources and Functions map a Terraform resource or data source to its Pulumi token.
	Resources map[string]string `json:"resources"`
	Functions map[string]string `json:"functions"`

	// Fields holds, by Terraform resource or data source, the properties whose name or shape in pulumi-aws is not what
	// the bridge derives.
	Fields map[string]map[string]*field `json:"-"`
}

// field overrides one property. Fields describes the properties of an object or of a list's objects.
type field struct {
	Name        string            `json:"name,omitempty"`
	MaxItemsOne *bool             `json:"maxItemsOne,omitempty"`
	Fields      map[string]*field `json:"fields,omitempty"`
}

func loadCatalog() (catalog, error) {
	var names catalog
	if err := json.Unmarshal(tokensJSON, &names); err != nil {
		return names, fmt.Errorf("tokens.json: %w", err)
	}
	if err := json.Unmarshal(fieldsJSON, &names.Fields); err != nil {
		return names, fmt.Errorf("fields.json: %w", err)
	}
	return names, nil
}
